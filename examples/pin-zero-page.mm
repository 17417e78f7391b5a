# Memory that was only read is the page of zeros, which is never counted: pinning it is nothing, and so is unpinning. A
# caller that wants to read for a long time gets a page that stores will reach.
A mmap(NULL, 8K, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A load(a)                                   = 0
A page(a)                                   = zero
A pin_user_pages(a, 2, 0)                   = p
A page(a+0x1000)                            = zero
A page_maybe_dma_pinned(p[1])               = 0
A store(a, 3)
A dma_read(p)                               = 0
A unpin_user_pages(p)
A pin_user_pages(a+0x1000, 1, FOLL_LONGTERM) = q
A page_maybe_dma_pinned(q[0])               = 1
A store(a+0x1000, 3)
A dma_read(q)                               = 3
A unpin_user_pages(q)
