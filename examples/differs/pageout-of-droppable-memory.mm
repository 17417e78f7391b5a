# MADV_PAGEOUT of memory that may be dropped: Linux drops it even where it was stored to, Pinfold leaves it in memory.
A mmap(0x10000000, 4096, PROT_READ|PROT_WRITE, MAP_DROPPABLE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
A store(0x10000000, 1)                                              = 0
A madvise(0x10000000, 4096, MADV_PAGEOUT)                           = 0
A load(0x10000000)                                                  = 1
