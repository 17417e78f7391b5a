# MADV_FREE lets the kernel take pages when it needs them; until then they hold what they held, and a store keeps them.
A mmap(NULL, 16K, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A fill(a, 16K, 5)                             = 0
A madvise(a, 16K, MADV_FREE)                  = 0
A load(a)                                     = 5 | 0
A store(a+0x1000, 6)                          = 0
A load(a+0x1000)                              = 6
A file("data", 4096)                          = f
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0) = s
A madvise(s, 4096, MADV_FREE)                 = -1 EINVAL      # anonymous memory only
