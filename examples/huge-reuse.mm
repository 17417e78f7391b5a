# A huge page moved to where its small entries lie in two tables. After a fork it is shared; once the child is gone, who is left
# stores in place, whichever table it lies in, but for a folio that has only one page left. While the child has any page of it,
# each store makes a copy, of pages that the child gave up too.
machine(thp=madvise)
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 2M, MADV_HUGEPAGE)                          = 0
A store(a, 1)                                            = 0
A mremap(a, 2M, 2M, MREMAP_MAYMOVE|MREMAP_FIXED, 0x50100000) = b
A page(b)                                                = p
A fork()                                                 = B
B munmap(b+4096, 2044K)                                  = 0
A store(b+300*4096, 3)                                   = 0
A page(b+300*4096)                                       = copy
A page_mapcount(copy)                                    = 1
A page_count(copy)                                       = 1
B exit(0)
A store(b, 2)                                            = 0
A page(b)                                                = p
A store(b+301*4096, 2)                                   = 0
A page(b+301*4096)                                       = p+301
# All but one page unmapped.
A munmap(b+8192, 2040K)                                  = 0
A munmap(b, 4096)                                        = 0
A fork()                                                 = C
C exit(0)
A store(b+4096, 2)                                       = 0
A page(b+4096)                                           = q
A page_count(q)                                          = 1
