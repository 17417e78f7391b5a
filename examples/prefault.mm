# MADV_POPULATE_READ and MADV_POPULATE_WRITE fault a range in ahead, and say where that fails.
A mmap(NULL, 16K, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A madvise(a, 8192, MADV_POPULATE_READ)               = 0
A madvise(a+0x2000, 4096, MADV_POPULATE_WRITE)       = 0
A mincore(a, 16K, [1, 1, 1, 0])                      = 0
A mprotect(a, 4096, PROT_READ)                       = 0
A madvise(a, 8192, MADV_POPULATE_WRITE)              = -1 EINVAL    # not writable
A mprotect(a, 4096, PROT_NONE)                       = 0
A madvise(a, 4096, MADV_POPULATE_READ)               = -1 EINVAL
A munmap(a+0x1000, 4096)                             = 0
A madvise(a+0x1000, 8192, MADV_POPULATE_READ)        = -1 ENOMEM    # a hole
A file("short", 100)                                 = f
A mmap(NULL, 8192, PROT_READ, MAP_SHARED, f, 0)      = s
A madvise(s, 8192, MADV_POPULATE_READ)               = -1 EFAULT    # past the file's end
A mincore(s, 4096, [1])                              = 0
