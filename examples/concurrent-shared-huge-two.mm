# Two processes make the same shared memory huge: there is one folio in the end, and both see it.
machine(memory=8M)
A memfd_create("m", 0)                                                     = f
A ftruncate(f, 2M)                                                         = 0
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0)   = a
A store(a, 1)                                                              = 0
A fork()                                                                   = B
concurrently:
A madvise(a, 2M, MADV_COLLAPSE)                                            = 0 | -1 EAGAIN | -1 EINVAL
B madvise(a, 2M, MADV_COLLAPSE)                                            = 0 | -1 EAGAIN | -1 EINVAL
finally:
B store(a+0x1000, 2)                                                       = 0
A load(a+0x1000)                                                           = 2
A load(a)                                                                  = 1
