# A task that has a section for device memory open may sleep, and goes on where it was.
# Concerns: STRAY_PROTECTION_SCOPE
device("pmem0", size=64K, protect=strict)
A file("/pmem0/data", 8192)                  = f
A mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0) = d
A store(d, 1)
A page(d)                                    = p
A page_address(p)                            = k
A pgmap_mk_readwrite(p)
A schedule()                                 = 0
A kstore(k, 2)
A pgmap_mk_noaccess(p)
A load(d)                                    = 2
