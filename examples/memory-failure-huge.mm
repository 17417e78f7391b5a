# Hardware finds a page of a huge page broken: the folio is split, and only that page is lost, also one full of zeroes. While
# somebody holds the folio it cannot be split: then who touches the page gets a SIGBUS all the same, and the folio is lost to
# the machine when it is given back.
machine(memory=16M)
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 2M, MADV_HUGEPAGE)                  = 0
A fill(a, 12288, 1)                              = 0
A fork()                                         = B
A page(a+0x1000)                                 = p
A memory_failure(p)                              = 0
A memory_failure(p)                              = -1 EHWPOISON
A load(a+0x1000)                                 = SIGBUS BUS_MCEERR_AR
B load(a+0x1000)                                 = SIGBUS BUS_MCEERR_AR
A load(a)                                        = 1
B load(a+0x2000)                                 = 1
A load(a+0x3000)                                 = 0
A madvise(a+0x1000, 4096, MADV_DONTNEED)         = 0
A load(a+0x1000)                                 = 0
B exit(0)
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 2M, MADV_HUGEPAGE)                  = 0
A store(a, 1)
A page(a+0x5000)                                 = z
A memory_failure(z)                              = 0
A load(a+0x5000)                                 = SIGBUS BUS_MCEERR_AR
A load(a+0x6000)                                 = 0
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 2M, MADV_HUGEPAGE)                  = 0
A fill(a, 12288, 1)                              = 0
A pin_user_pages(a+0x2000, 1, FOLL_WRITE)        = pins
A page(a+0x1000)                                 = q
A memory_failure(q)                              = -1 EHWPOISON
A load(a+0x1000)                                 = SIGBUS BUS_MCEERR_AR
A load(a)                                        = 1
A dma_write(pins, 9)
A load(a+0x2000)                                 = 9
A unpin_user_pages(pins)
A page(a)                                        = h
A split_huge_page(h)                             = -1 EAGAIN
A memory_failure(q)                              = -1 EHWPOISON
