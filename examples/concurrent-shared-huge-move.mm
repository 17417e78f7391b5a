# Shared memory is made huge, which takes leaf tables from all who map it, while another process moves its mapping.
machine(memory=8M)
A memfd_create("m", 0)                                                     = f
A ftruncate(f, 2M)                                                         = 0
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0)   = a
A store(a, 1)                                                              = 0
A fork()                                                                   = B
B load(a)                                                                  = 1
concurrently:
A madvise(a, 2M, MADV_COLLAPSE)                                            = 0 | -1 EAGAIN
B mremap(a, 2M, 2M, MREMAP_MAYMOVE|MREMAP_FIXED, 0x50000000)               = 0x50000000
finally:
B load(0x50000000)                                                         = 1
B load(a)                                                                  = SIGSEGV SEGV_MAPERR
