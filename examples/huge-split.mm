# A folio can be split while it is mapped, by two processes at once, but not while somebody holds one of its pages.
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 2M, MADV_HUGEPAGE)                          = 0
A fill(a, 12288, 1)                                      = 0
A page(a)                                                = p
A pin_user_pages(a+0x1000, 1, FOLL_WRITE)                = pins
A split_huge_page(p)                                     = -1 EAGAIN
A dma_write(pins, 9)
A load(a+0x1000)                                         = 9
A unpin_user_pages(pins)
A fork()                                                 = B
A store(a, 2)                                            = 0
A page(a+0x1000)                                         = q == p+1
A split_huge_page(q)                                     = 0
A page(a+0x1000)                                         = q
A page_count(q)                                          = 2
A page_mapcount(q)                                       = 2
B page(a)                                                = p
B page_count(p)                                          = 1
B load(a)                                                = 1
B load(a+0x1000)                                         = 9
A load(a+0x2000)                                         = 1
A split_huge_page(p)                                     = -1 EINVAL
B store(a+0x1000, 3)                                     = 0
A load(a+0x1000)                                         = 9
