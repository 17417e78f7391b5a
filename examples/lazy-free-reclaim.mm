# MADV_FREE spares pages: under pressure, or when asked to go, those are dropped that were not stored to since.
A mmap(NULL, 12K, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = p
A fill(p, 12K, 7)
A madvise(p, 8K, MADV_FREE)                      = 0
A store(p+4096, 8)
A check(p, 4096, 7)
A madvise(p, 12K, MADV_PAGEOUT)                  = 0
A load(p)                                        = 0
A load(p+4096)                                   = 8
A load(p+8192)                                   = 7
A madvise(p+8192, 4096, MADV_FREE)               = 0
A reclaim(1)                                     = 1
A load(p+8192)                                   = 0
