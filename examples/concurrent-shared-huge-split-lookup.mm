# The end of a file is set into a huge folio while somebody reads and writes the file: each finds a page before the end. While
# somebody holds the folio it stays whole, and may be mapped as a whole.
machine(memory=8M)
A memfd_create("m", 0)                                                     = f
A ftruncate(f, 2M)                                                         = 0
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0)   = a
A store(a, 1)                                                              = 0
A madvise(a, 2M, MADV_COLLAPSE)                                            = 0
A fork()                                                                   = B
concurrently:
A ftruncate(f, 0x5000)                                                     = 0
B pread64(f, "\1", 1, 0)                                                   = 1
B pwrite64(f, "x", 1, 0x4000)                                              = 1
finally:
A load(a+0x4000)                                                           = 0x78
B load(a+0x5000)                                                           = SIGBUS BUS_ADRERR | 0
