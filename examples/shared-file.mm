# A write through one mapping of a file is seen through the other.
A file("data", 64K)                                   = f
A mmap(NULL, 64K, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0) = a
A mmap(NULL, 4096, PROT_READ, MAP_SHARED, f, 0x1000)  = b
A store(a+0x1000, 42)
A load(b)                                             = 42
A store(b, 1)                                         = SIGSEGV SEGV_ACCERR
A munmap(a, 64K)                                      = 0
A load(a)                                             = SIGSEGV SEGV_MAPERR
