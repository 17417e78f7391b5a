# Pins as mappings: a page is pinned if it counts more mappings than a walk over its reverse map finds. No word and no bits
# are needed, at the price of that walk.
design(PIN_COUNT=mapcount)
A mmap(NULL, 8K, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A store(a, 1)
A page(a)                          = page
A page_maybe_dma_pinned(page)      = 0
A fork() = B
A page_mapcount(page)              = 2
A page_maybe_dma_pinned(page)      = 0
A pin_user_pages(a, 1, FOLL_WRITE) = p
A page_maybe_dma_pinned(p[0])      = 1
A page_mapcount(p[0])              = 1
A fork() = C
A store(a, 2)
A dma_read(p)                      = 2
C load(a)                          = 1
A munmap(a, 4096)                  = 0
A page_maybe_dma_pinned(p[0])      = 1
A unpin_user_pages(p)
