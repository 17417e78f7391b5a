# Sections may be nested, and the outermost closes. One key serves all protected devices, so a section for one opens them all.
# A device that is not protected needs none.
device("pmem0", size=2M, protect=strict)
device("pmem1", size=2M, protect=strict)
device("pmem2", size=2M)
A file("/pmem0/data", 4096)                  = f
A file("/pmem1/data", 4096)                  = g
A file("/pmem2/data", 4096)                  = h
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0) = a
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, g, 0) = b
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, h, 0) = c
A store(a, 1)
A store(b, 1)
A store(c, 1)
A page(a)                                    = p
A page(b)                                    = q
A page(c)                                    = r
A page_address(p)                            = k
A page_address(q)                            = l
A page_address(r)                            = m
A kstore(m, 2)
A pgmap_mk_readwrite(p)
A kmap_local_page(q)                         = l
A kstore(l, 3)
A kunmap_local(l)
A kstore(k, 4)
A kstore(l, 5)
A pgmap_mk_noaccess(p)
A kstore(k, 6)                               = PKS_FAULT
A kstore(l, 6)                               = PKS_FAULT
A load(a)                                    = 4
A load(b)                                    = 5
A load(c)                                    = 2
