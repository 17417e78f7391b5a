# Linux counts a pin as 1024 references, so that it needs no word for it. Never a pin that is missed; but a page with very
# many references looks pinned and is not.
design(PIN_COUNT=bias)
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A store(a, 1)
A page(a)                          = page
A page_count(page)                 = 1
A get_user_pages(a, 1, FOLL_WRITE) = g
A page_count(page)                 = 2
A page_maybe_dma_pinned(page)      = 0
A pin_user_pages(a, 1, FOLL_WRITE) = p
A page_count(page)                 = 1026
A page_maybe_dma_pinned(page)      = 1
A unpin_user_pages(p)
A page_maybe_dma_pinned(page)      = 0
A put_pages(g)
A page_count(page)                 = 1
