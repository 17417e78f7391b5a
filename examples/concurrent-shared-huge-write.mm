# Shared memory is made huge while somebody writes to it by a call: what was written is in the file.
machine(memory=8M)
A memfd_create("m", 0)                                                     = f
A ftruncate(f, 2M)                                                         = 0
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0)   = a
A store(a, 1)                                                              = 0
A fork()                                                                   = B
concurrently:
A madvise(a, 2M, MADV_COLLAPSE)                                            = 0 | -1 EAGAIN
B pwrite64(f, "x", 1, 1)                                                   = 1
B pread64(f, "x", 1, 1)                                                    = 1
finally:
A load(a+1)                                                                = 0x78
