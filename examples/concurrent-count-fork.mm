# Counting who maps a page by a walk over its reverse map, while a fork adds a mapping and another goes.
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A store(a, 1)
A page(a)           = p
A fork()            = B
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A page_mapcount(p)  = 1 | 2 | 3
T fork()            = C
B munmap(a, 4096)   = 0
finally:
A page_mapcount(p)  = 2
