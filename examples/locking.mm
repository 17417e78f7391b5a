# mlock keeps pages in memory, within RLIMIT_MEMLOCK; locked pages cannot be discarded.
A mmap(0x10000000, 64K, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
A getrlimit(RLIMIT_MEMLOCK, {rlim_cur=8192*1024, rlim_max=8192*1024})    = 0
A setrlimit(RLIMIT_MEMLOCK, {rlim_cur=32K, rlim_max=8192*1024})          = 0
A mlock(0x10000000, 16K)                                = 0
A mincore(0x10000000, 20K, [1, 1, 1, 1, 0])             = 0
A madvise(0x10000000, 4096, MADV_DONTNEED)              = -1 EINVAL
A madvise(0x10000000, 4096, MADV_DONTNEED_LOCKED)       = 0
A mlock(0x10008000, 20K)                                = -1 ENOMEM    # 16K + 20K is too much
A mlock(0x10002000, 24K)                                = 0            # half of it was locked already
A mlock2(0x10000000, 4096, 2)                           = -1 EINVAL
A munlock(0x10000000, 64K)                              = 0
A mlock2(0x1000c000, 8192, MLOCK_ONFAULT)               = 0
A mincore(0x1000c000, 8192, [0, 0])                     = 0
A store(0x1000d000, 1)                                  = 0
A mincore(0x1000c000, 8192, [0, 1])                     = 0
A mlock(0x20000000, 4096)                               = -1 ENOMEM
