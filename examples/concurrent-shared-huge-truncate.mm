# Shared memory is made huge while the file becomes empty: what lay in it is gone for good.
machine(memory=8M)
A memfd_create("m", 0)                                                     = f
A ftruncate(f, 2M)                                                         = 0
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0)   = a
A store(a, 1)                                                              = 0
A fork()                                                                   = B
concurrently:
A madvise(a, 2M, MADV_COLLAPSE)                                            = 0 | -1 EAGAIN | -1 EINVAL
B ftruncate(f, 0)                                                          = 0
finally:
A load(a)                                                                  = SIGBUS BUS_ADRERR
