# A mapping of a device's file with entries of 2 MiB moves: to a place of the same shape with its entries as they are, to one
# where they do not fit by forgetting them, as the pages are found again in the file. What is stored in the pages is never
# taken for entries.
device("pmem0", size=8M)
A file("/pmem0/data", 2M)                                             = f
A fallocate(f, 0, 0, 2M)                                              = 0
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = a
A store(a, 0x1067, 8)
A store(a+8, 0x2067, 8)
A page(a)                                                             = p
A page_mapcount(p)                                                    = 1
A mremap(a, 2M, 2M, MREMAP_MAYMOVE|MREMAP_FIXED, 0x50000000)          = b
A load(b, 8)                                                          = 0x1067
# Neighbours, so that there are tables at the next place.
A mmap(0x60000000, 4M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = n
A store(n, 1)
A store(n+0x300000, 1)
A mremap(b, 2M, 2M, MREMAP_MAYMOVE|MREMAP_FIXED, 0x60001000)          = c
A load(c, 8)                                                          = 0x1067
A load(c+8, 8)                                                        = 0x2067
A store(c+0x1ff000, 7)
A page(c)                                                             = p
A page_mapcount(p)                                                    = 1
A load(b)                                                             = SIGSEGV SEGV_MAPERR
A load(n)                                                             = 1
A load(n+0x300000)                                                    = 1
