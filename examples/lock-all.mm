# mlockall locks what there is, and with MCL_FUTURE what will come.
A mmap(0x10000000, 16K, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
A mlockall(MCL_CURRENT)                                 = 0
A mincore(0x10000000, 16K, [1, 1, 1, 1])                = 0
A mlockall(MCL_FUTURE)                                  = 0
A mmap(0x10010000, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10010000
A mincore(0x10010000, 8192, [1, 1])                     = 0
A mlockall(0)                                           = -1 EINVAL
A mlockall(MCL_ONFAULT)                                 = -1 EINVAL
A mmap(NULL, 16M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = -1 EAGAIN   # more than may be locked
A munlockall()                                          = 0
A mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = b
A mincore(b, 8192, [0, 0])                              = 0
