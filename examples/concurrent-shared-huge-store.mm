# Shared memory is made huge while another process stores to a page that is copied: the store is in the copy.
machine(memory=8M)
A memfd_create("m", 0)                                                     = f
A ftruncate(f, 2M)                                                         = 0
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0)   = a
A store(a+0x1000, 1)                                                       = 0
A fork()                                                                   = B
B load(a+0x1000)                                                           = 1
concurrently:
A madvise(a, 2M, MADV_COLLAPSE)                                            = 0 | -1 EAGAIN
B store(a+0x1000, 2)                                                       = 0
B store(a+0x1001, 3)                                                       = 0
finally:
A load(a+0x1000)                                                           = 2
A load(a+0x1001)                                                           = 3
