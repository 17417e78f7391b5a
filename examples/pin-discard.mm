# MADV_DONTNEED takes a page out of the address space although it is pinned. The next access finds another page, and what
# the device writes is seen by nobody: whoever pins memory must not discard it.
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A store(a, 1)
A pin_user_pages(a, 1, FOLL_WRITE) = p
A madvise(a, 4096, MADV_DONTNEED)  = 0
A load(a)                          = 0
A dma_write(p, 9)
A load(a)                          = 0
A store(a, 2)
A dma_read(p)                      = 9
A unpin_user_pages(p)
