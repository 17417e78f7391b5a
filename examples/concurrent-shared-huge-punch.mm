# Shared memory is made huge while a hole is punched into it: the hole reads as zeroes, what lies beside it stays.
machine(memory=8M)
A memfd_create("m", 0)                                                     = f
A ftruncate(f, 2M)                                                         = 0
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0)   = a
A store(a+0x3000, 1)                                                       = 0
A store(a+0x5000, 2)                                                       = 0
A fork()                                                                   = B
concurrently:
A madvise(a, 2M, MADV_COLLAPSE)                                            = 0 | -1 EAGAIN | -1 EINVAL
B fallocate(f, FALLOC_FL_PUNCH_HOLE|FALLOC_FL_KEEP_SIZE, 0x5000, 4096)     = 0
finally:
A load(a+0x5000)                                                           = 0
A load(a+0x3000)                                                           = 1
