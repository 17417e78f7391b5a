# The same on two CPUs: a section goes with its task from CPU to CPU, and leaves nothing open behind it.
# expect violation under STRAY_PROTECTION_SCOPE=per-cpu: expectation
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
concurrently:
A pgmap_mk_readwrite(p)
A migrate(1)
A kstore(k, 2)
A pgmap_mk_noaccess(p)
B kmap_local_page(q)                         = m
B kstore(m, 3)
B kunmap_local(m)
C kstore(k, 4)                               = PKS_FAULT
finally:
A load(d)                                    = 2
A load(d+0x1000)                             = 3
A reports()                                  = 1
