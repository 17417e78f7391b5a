# mseal makes a mapping's place and rights final: it can be used, and nothing else.
A mmap(0x10000000, 16K, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
A mseal(0x10001000, 8192, 0)                            = 0
A mprotect(0x10001000, 4096, PROT_READ)                 = -1 EPERM
A munmap(0x10000000, 16K)                               = -1 EPERM
A load(0x10000000)                                      = 0            # nothing of it has happened
A mremap(0x10001000, 4096, 8192, MREMAP_MAYMOVE)        = -1 EPERM
A mmap(0x10002000, 4096, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = -1 EPERM
A store(0x10001000, 1)                                  = 0
A madvise(0x10001000, 4096, MADV_DONTNEED)              = 0            # writable, so it could be overwritten anyway
A munmap(0x10003000, 4096)                              = 0
A mseal(0x10001000, 8192, 0)                            = 0            # twice does no harm
A mseal(0x10001000, 8192, 1)                            = -1 EINVAL
A mseal(0x10001000, 64K, 0)                             = -1 ENOMEM
