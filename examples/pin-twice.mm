# Two pins of one page: when the first goes, the page is still pinned, and fork leaves it to its owner.
# Concerns: PIN_COUNT
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A store(a, 1)
A pin_user_pages(a, 1, FOLL_WRITE)  = p
A pin_user_pages(a, 1, FOLL_WRITE)  = q
A unpin_user_pages(p)
A page_maybe_dma_pinned(q[0])       = 1
A fork() = B
A store(a, 2)
A dma_read(q)                       = 2
B load(a)                           = 1
A unpin_user_pages(q)
