# Pages of shared memory belong to all who map them: a pin through one mapping is a pin on what the others see.
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_ANONYMOUS, -1, 0) = a
A store(a, 1)
A fork() = B
B pin_user_pages_fast(a, 1, FOLL_WRITE) = p
A dma_write(p, 3)
A load(a)                               = 3
B load(a)                               = 3
B munmap(a, 4096)                       = 0
A dma_write(p, 4)
A load(a)                               = 4
A page_maybe_dma_pinned(p[0])           = 1
A unpin_user_pages(p)
