# In relaxed mode a stray store is reported and lands, and the task that made it is let through from there on, until it next
# closes a section of its own. Others are not: each is reported for itself.
device("pmem0", size=2M, protect=relaxed)
A file("/pmem0/data", 4096)                  = f
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0) = d
A store(d, 1)
A page(d)                                    = p
A page_address(p)                            = k
A kstore(k, 2)
A kstore(k, 3)
A reports("pks-fault-forgiven")              = 1
B kstore(k, 4)
A reports("pks-fault-forgiven")              = 2
A load(d)                                    = 4
A pgmap_mk_readwrite(p)
A pgmap_mk_noaccess(p)
A kload(k)                                   = 4
A reports("pks-fault-forgiven")              = 3
