# A child keeps a reference to a page it shares with its parent and lets its mapping go, as vmsplice into a pipe does. The
# parent must not take the page for its own because nobody else maps it: its next secret goes into a copy.
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A store(a, 1)
A fork() = B
B get_user_pages(a, 1, 0) = pipe
B munmap(a, 4096)         = 0
A store(a, 42)
B dma_read(pipe)          = 1
B put_pages(pipe)
