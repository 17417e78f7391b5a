# As pin-fork.mm, where fork copies every entry at once.
design(FORK_TABLES=copy)
A mmap(NULL, 8K, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A store(a, 1)
A store(a+0x1000, 2)
A pin_user_pages(a, 1, FOLL_WRITE) = p
A fork() = B
A dma_write(p, 7)
A load(a)             = 7
B load(a)             = 1
A store(a, 8)
A dma_read(p)         = 8
A page(a+0x1000)      = shared
B page(a+0x1000)      = shared
A unpin_user_pages(p)
