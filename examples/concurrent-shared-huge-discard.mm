# Part of a huge entry is discarded, which takes all of it, while another thread stores through it: the file has the store.
machine(memory=8M)
A memfd_create("m", 0)                                                     = f
A ftruncate(f, 2M)                                                         = 0
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0)   = a
A store(a, 1)                                                              = 0
A madvise(a, 2M, MADV_COLLAPSE)                                            = 0
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A madvise(a, 4096, MADV_DONTNEED)                                          = 0
T store(a, 2)                                                              = 0
T store(a+0x1000, 3)                                                       = 0
finally:
A load(a)                                                                  = 2
A load(a+0x1000)                                                           = 3
