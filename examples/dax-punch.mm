# A hole punched into a file on a device gives its block back, and the next file may get it. Zeros are found where it was.
device("pmem0", size=64K)
A file("/pmem0/a", 64K)                                               = f
A fallocate(f, 0, 0, 64K)                                             = 0
A mmap(NULL, 64K, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0)             = a
A fill(a, 64K, 1)
A file("/pmem0/b", 4096)                                              = g
A pwrite64(g, "x", 1, 0)                                              = -1 ENOSPC
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, g, 0)            = b
A store(b, 2)                                                         = SIGBUS BUS_ADRERR
A fallocate(f, FALLOC_FL_PUNCH_HOLE|FALLOC_FL_KEEP_SIZE, 0x2000, 4096) = 0
A load(a+0x2000)                                                      = 0
A load(a+0x1fff)                                                      = 1
A store(b, 2)
A load(a+0x2000)                                                      = 0
A store(a+0x2000, 3)                                                  = SIGBUS BUS_ADRERR
