# A pin that only reads must still see what its owner writes later. So a page that is shared after a fork is first made
# the process's own; a reference does not ask for that much, and is left behind by the next store.
A mmap(NULL, 8K, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A store(a, 1)
A store(a+0x1000, 1)
A fork() = B
A pin_user_pages_fast(a, 1, 0)         = p
A get_user_pages_fast(a+0x1000, 1, 0)  = g
A store(a, 5)
A store(a+0x1000, 5)
A dma_read(p)                          = 5
A dma_read(g)                          = 1
B load(a)                              = 1
B load(a+0x1000)                       = 1
A unpin_user_pages(p)
A put_pages(g)
