# A count of pins of its own: a pin is one reference and one pin, and no number of references looks like one.
design(PIN_COUNT=counter)
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A store(a, 1)
A page(a)                          = page
A pin_user_pages(a, 1, FOLL_WRITE) = p
A page_count(page)                 = 2
A page_mapcount(page)              = 1
A page_maybe_dma_pinned(page)      = 1
A munmap(a, 4096)                  = 0
A page_maybe_dma_pinned(page)      = 1
A dma_write(p, 3)
A unpin_user_pages(p)
