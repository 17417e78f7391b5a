# A stray store comes while another task has a section open and is not done: it never lands.
# Concerns: STRAY_PROTECTION_SCOPE
machine(cpus=1)
device("pmem0", size=64K, protect=strict)
A file("/pmem0/data", 8192)                  = f
A mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0) = d
A store(d, 1)
A page(d)                                    = p
A page_address(p)                            = k
concurrently:
A pgmap_mk_readwrite(p)
A kstore(k, 2)
A pgmap_mk_noaccess(p)
B kstore(k, 4)                               = PKS_FAULT
finally:
A load(d)                                    = 2
