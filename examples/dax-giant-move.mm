# A mapping with an entry of 1 GiB moves: to a place of the same shape with its entry, to any other by forgetting it, as the
# pages are found again in the device. What is stored in the pages is never taken for entries.
device("mem0", size=1G, kind=generic)
A open("/mem0", O_RDWR)                                               = f
A mmap(0x40000000, 1G, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = a
A store(a, 0x1067, 8)
A store(a+8, 0x2067, 8)
A page(a)                                                             = p
A page_mapcount(p)                                                    = 1
A mremap(a, 1G, 1G, MREMAP_MAYMOVE|MREMAP_FIXED, 0x100000000)         = b
A page_mapcount(p)                                                    = 1
A load(b, 8)                                                          = 0x1067
A mremap(b, 1G, 1G, MREMAP_MAYMOVE|MREMAP_FIXED, 0x180200000)         = c
A page_mapcount(p)                                                    = 0
A load(c, 8)                                                          = 0x1067
A load(c+8, 8)                                                        = 0x2067
A store(c+0x3ffff000, 7)
A page_mapcount(p)                                                    = 1
# Back at a place of the right shape the tables of smaller entries move as they are.
A mremap(c, 1G, 1G, MREMAP_MAYMOVE|MREMAP_FIXED, 0x200000000)         = d
A load(d+8, 8)                                                        = 0x2067
A load(d+0x3ffff000)                                                  = 7
A load(b)                                                             = SIGSEGV SEGV_MAPERR
# A part of the entry moves.
A madvise(d, 1G, MADV_DONTNEED)
A munmap(d, 1G)
A mmap(0x40000000, 1G, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = a
A load(a, 8)                                                          = 0x1067
A mremap(a+0x3ffff000, 4096, 4096, MREMAP_MAYMOVE|MREMAP_FIXED, 0x100000000) = e
A load(e)                                                             = 7
A load(a+8, 8)                                                        = 0x2067
