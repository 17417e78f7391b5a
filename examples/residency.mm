# mincore tells which pages are in memory, of a mapping's own or of the file behind it.
A file("data", 16K)                                      = f
A mmap(NULL, 16K, PROT_READ, MAP_SHARED, f, 0)           = a
A pread64(f, "\0\0\0\0", 4, 0)                           = 4
A mincore(a, 4096, [1])                                  = 0     # read by a call, never touched here
A mmap(NULL, 12K, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = b
A load(b+4096)                                           = 0
A mincore(b, 12K, [0, 1, 0])                             = 0     # the zero page counts
A mincore(b+1, 4096, [0])                                = -1 EINVAL
A mincore(b, 0, [])                                      = 0
A mincore(b, 4096, NULL)                                 = -1 EFAULT
A munmap(b+4096, 4096)                                   = 0
A mincore(b, 12K, [0, 0, 0])                             = -1 ENOMEM
