# Part of a huge folio of shared memory is advised to be cold, which splits a folio that nobody else maps, while another process
# unmaps it: it falls apart or not, and the bytes stay.
machine(memory=8M)
A memfd_create("m", 0)                                                     = f
A ftruncate(f, 2M)                                                         = 0
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0)   = a
A store(a, 1)                                                              = 0
A madvise(a, 2M, MADV_COLLAPSE)                                            = 0
A fork()                                                                   = B
B load(a)                                                                  = 1
concurrently:
A madvise(a+0x1000, 4096, MADV_COLD)                                       = 0
B store(a+0x1000, 2)                                                       = 0
B munmap(a, 2M)                                                            = 0
finally:
A load(a)                                                                  = 1
A load(a+0x1000)                                                           = 2
