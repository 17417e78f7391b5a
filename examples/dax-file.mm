# A file on a device is the device's memory: no cache lies between. What is stored through a mapping is what a read finds, and
# a hole reads as zeros until it is filled, through every mapping at once.
device("pmem0", size=4M)
A file("/pmem0/data", 64K)                                      = f
A mmap(NULL, 64K, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0)       = a
A mmap(NULL, 64K, PROT_READ, MAP_SHARED, f, 0)                  = b
A load(b)                                                       = 0
A store(a, 7)
A load(b)                                                       = 7
A pread64(f, "\7", 1, 0)                                        = 1
A pwrite64(f, "x", 1, 4096)                                     = 1
A load(a+0x1000)                                                = 0x78
A page(a)                                                       = p
B open("/pmem0/data", O_RDWR)                                   = g
B mmap(NULL, 64K, PROT_READ, MAP_SHARED, g, 0)                  = c
B load(c)                                                       = 7
B page(c)                                                       = p
A page_mapcount(p)                                              = 3
A load(a+0x10000)                                               = SIGSEGV SEGV_MAPERR
A ftruncate(f, 4096)                                            = 0
A load(a+0x1000)                                                = SIGBUS BUS_ADRERR
