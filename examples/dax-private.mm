# A private mapping of a file on a device reads the device and writes copies of its own in ordinary memory.
device("pmem0", size=4M)
A file("/pmem0/data", 64K)                                      = f
A pwrite64(f, "abc", 3, 0)                                      = 3
A mmap(NULL, 64K, PROT_READ|PROT_WRITE, MAP_PRIVATE, f, 0)      = a
A load(a)                                                       = 0x61
A store(a, 1)
A store(a+0x2000, 2)
A pread64(f, "abc", 3, 0)                                       = 3
A pread64(f, "\0", 1, 0x2000)                                   = 1
A pwrite64(f, "zzz", 3, 0)                                      = 3
A load(a)                                                       = 1
A load(a+1)                                                     = 0x62
A load(a+0x3000)                                                = 0
A pwrite64(f, "y", 1, 0x3000)                                   = 1
A load(a+0x3000)                                                = 0x79
A fork() = B
B load(a)                                                       = 1
B store(a, 5)
A load(a)                                                       = 1
