# Whether another task gets the CPU while a section for device memory is open. The holder says 1 when the section is open and
# 2 before he closes it; who sees 1 ran in between.
# Concerns: STRAY_PROTECTION_SCOPE
machine(cpus=1)
device("dev0", size=64K, kind=generic)
device("pmem0", size=64K, protect=strict)
A open("/dev0", O_RDWR)                      = g
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, g, 0) = w
A store(w, 0)
A page(w)                                    = wp
A page_address(wp)                           = said
A file("/pmem0/data", 8192)                  = f
A mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0) = d
A store(d, 1)
A page(d)                                    = p
A page_address(p)                            = k
concurrently:
A pgmap_mk_readwrite(p)
A kstore(said, 1)
A kstore(k, 2)
A kstore(said, 2)
A pgmap_mk_noaccess(p)
B kload(said)                                = seen
finally:
A load(d)                                    = 2
