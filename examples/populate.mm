# MAP_POPULATE fills a mapping's pages at once; without it they come one by one, as they are touched.
A mmap(NULL, 16K, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)              = lazy
A mincore(lazy, 16K, [0, 0, 0, 0])                                                     = 0
A store(lazy+0x1000, 1)
A mincore(lazy, 16K, [0, 1, 0, 0])                                                     = 0
A mmap(NULL, 16K, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_POPULATE, -1, 0) = eager
A mincore(eager, 16K, [1, 1, 1, 1])                                                    = 0
# Pages that may not be accessed are not filled.
A mmap(NULL, 8192, PROT_NONE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_POPULATE, -1, 0)           = none
A mincore(none, 8192, [0, 0])                                                          = 0
A file("data", 8192)                                                                   = f
A mmap(NULL, 8192, PROT_READ, MAP_SHARED|MAP_POPULATE, f, 0)                           = g
A mincore(g, 8192, [1, 1])                                                             = 0
