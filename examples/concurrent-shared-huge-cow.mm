# A private mapping has a huge entry of the file, and two threads store to it: each page is copied once, the file is as it was.
machine(memory=8M)
A memfd_create("m", 0)                                                     = f
A ftruncate(f, 2M)                                                         = 0
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_FIXED, f, 0)  = a
A pwrite64(f, "1", 1, 0)                                                   = 1
A madvise(a, 2M, MADV_COLLAPSE)                                            = 0
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A store(a, 2)                                                              = 0
T store(a+1, 3)                                                            = 0
finally:
A load(a)                                                                  = 2
A load(a+1)                                                                = 3
A load(a+0x1000)                                                           = 0
A pread64(f, "1\0", 2, 0)                                                  = 2
