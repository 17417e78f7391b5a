# A page that is pinned when a process forks stays the parent's: the child gets a copy at once, so that what the device
# writes goes where the parent looks, before and after either of them writes.
# Concerns: PIN_COUNT
A mmap(NULL, 8K, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A store(a, 1)
A store(a+0x1000, 2)
A pin_user_pages_fast(a, 1, FOLL_WRITE) = p
A fork() = B
A page_mapcount(p[0]) = 1
A dma_write(p, 7)
A load(a)             = 7
B load(a)             = 1
A store(a, 8)
A dma_read(p)         = 8
B store(a, 3)
A load(a)             = 8
A dma_read(p)         = 8
# The other page is shared until somebody writes, as ever.
A page(a+0x1000)      = shared
B page(a+0x1000)      = shared
A unpin_user_pages_dirty_lock(p, 1)
