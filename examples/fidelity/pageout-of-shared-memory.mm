# MADV_PAGEOUT where there is no swap takes shared memory out of the tables, and the pages that were never stored to out of
# memory.
A mmap(0x10000000, 8192, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
A store(0x10000000, 1)                                              = 0
A load(0x10001000)                                                  = 0
A madvise(0x10000000, 8192, MADV_PAGEOUT)                           = 0
A mincore(0x10000000, 8192, [1, 0])                                 = 0
A load(0x10000000)                                                  = 1
