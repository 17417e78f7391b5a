# One task closes its section while the other writes in its own: what one closes is not the other's.
machine(cpus=1)
device("pmem0", size=64K, protect=strict)
A file("/pmem0/data", 8192)                  = f
A mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0) = d
A store(d, 1)
A store(d+0x1000, 1)
A page(d)                                    = p
A page(d+0x1000)                             = q
A page_address(p)                            = k
A page_address(q)                            = l
A pgmap_mk_readwrite(p)
A pgmap_mk_readwrite(p)
concurrently:
A pgmap_mk_noaccess(p)
A pgmap_mk_noaccess(p)
A kstore(k, 9)                               = PKS_FAULT
B pgmap_mk_readwrite(p)
B kstore(k, 2)
B kstore(k+1, 3)
B pgmap_mk_noaccess(p)
finally:
A load(d, 2)                                 = 0x302
A reports()                                  = 1
