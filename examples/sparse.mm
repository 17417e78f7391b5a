# A mapping of a tebibyte costs what is touched of it, and nothing else.
A mmap(NULL, 1T, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_NORESERVE, -1, 0) = a
A store(a, 1)                        = 0
A store(a+512G, 2)                   = 0
A store(a+1T-1, 3)                   = 0
A load(a+256G)                       = 0
A load(a+512G)                       = 2
A load(a+1T-1)                       = 3
A madvise(a, 1T, MADV_DONTNEED)      = 0
A load(a+512G)                       = 0
A munmap(a, 1T)                      = 0
