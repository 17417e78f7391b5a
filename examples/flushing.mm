# msync writes a shared mapping's dirty pages back; whoever reads the file has seen them all along.
A file("data", 8192)                                      = f
A mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0) = a
A store(a, 104)
A store(a+1, 105)
A pread64(f, "hi", 2, 0)                                  = 2
A msync(a, 8192, MS_SYNC)                                 = 0
A msync(a, 8192, MS_ASYNC)                                = 0
A msync(a, 4096, MS_SYNC|MS_ASYNC)                        = -1 EINVAL
A msync(a+1, 4096, MS_SYNC)                               = -1 EINVAL
A msync(a, 16K, MS_SYNC)                                  = -1 ENOMEM
A msync(a, 0, MS_SYNC)                                    = 0
A mlock(a, 4096)                                          = 0
A msync(a, 8192, MS_INVALIDATE)                           = -1 EBUSY    # locked
A munlock(a, 4096)                                        = 0
A msync(a, 8192, MS_INVALIDATE)                           = 0
A fsync(f)                                                = 0
