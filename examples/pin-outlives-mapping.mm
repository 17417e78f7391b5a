# A pinned page stays what it is when its mapping goes: the device writes into memory that no process can see any more,
# and the frame is free only after the unpin.
A mmap(NULL, 16K, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A fill(a, 16K, 1)
A pin_user_pages_fast(a, 4, FOLL_WRITE) = p
A page_maybe_dma_pinned(p[0])           = 1
A munmap(a, 16K)                        = 0
A dma_read(p)                           = 1
A dma_write(p, 2)
A dma_read(p)                           = 2
A page_mapcount(p[0])                   = 0
A page_maybe_dma_pinned(p[0])           = 1
A mmap(a, 16K, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A load(a)                               = 0
A unpin_user_pages(p)
