# A device is told to leave while a task stores through the kernel's address of its memory. Until it has gone the store lands;
# afterwards the address leads nowhere. No CPU goes on by what it remembers.
machine(cpus=2)
device("pmem0", size=64K, protect=strict)
A file("/pmem0/data", 8192)                  = f
A mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0) = d
A store(d, 1)
A store(d+0x1000, 1)
A page(d)                                    = p
A page(d+0x1000)                             = q
A page_address(p)                            = k
A page_address(q)                            = l
A munmap(d, 8192)
concurrently:
A pgmap_mk_readwrite(p)
A kstore(k, 2)                               = 0 | OOPS
A kstore(k, 3)                               = 0 | OOPS
A pgmap_mk_noaccess(p)
B unbind("pmem0")
finally:
A pgmap_mk_readwrite(p)
A kstore(k, 4)                               = OOPS
A pgmap_mk_noaccess(p)
