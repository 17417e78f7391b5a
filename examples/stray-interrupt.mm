# An interrupt begins with device memory closed, whatever the task it interrupted has open, and with a count of sections that
# begins anew: a section that its handler opens is its first, and does open. After it the task's section is as it was.
device("pmem0", size=2M, protect=strict)
A file("/pmem0/data", 4096)                  = f
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0) = d
A store(d, 1)
A page(d)                                    = p
A page_address(p)                            = k
A pgmap_mk_readwrite(p)
A kstore(k, 2)
A irq_enter()
A kstore(k, 3)                               = PKS_FAULT
A pgmap_mk_readwrite(p)
A kstore(k, 4)
A pgmap_mk_noaccess(p)
A kload(k)                                   = PKS_FAULT
A irq_exit()
A kload(k)                                   = 4
A pgmap_mk_noaccess(p)
A kload(k)                                   = PKS_FAULT
