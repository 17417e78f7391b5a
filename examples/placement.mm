# Where mappings go that nobody places: top-down, into the highest gap that is large enough.
A mmap(NULL, 64K, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)                    = a
A mmap(NULL, 64K, PROT_NONE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)                    = a-64K
A mmap(NULL, 64K, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)                    = a-128K
A munmap(a-64K, 64K)                                                              = 0
A mmap(NULL, 128K, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)                   = a-256K   # too large for the gap
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)        = a-4096   # fits: its upper end
A mmap(a-32K, 4096, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)                  = a-32K    # a hint that is free
A mmap(a-32K, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)       = a-8192   # a hint that is taken
A mmap(NULL, 4096, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_32BIT, -1, 0)         = low
A munmap(low, 4096)                                                               = 0
