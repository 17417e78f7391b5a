# A copy inside a section faults on user memory that is not there, and is whole all the same.
# Concerns: STRAY_PROTECTION_SCOPE
device("pmem0", size=64K, protect=strict)
A file("/pmem0/data", 8192)                  = f
A mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0) = d
A store(d, 1)
A page(d)                                    = p
A page_address(p)                            = k
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = b
A pgmap_mk_readwrite(p)
A copy_to_user(b, k, 1)                      = 0
A pgmap_mk_noaccess(p)
A load(b)                                    = 1
