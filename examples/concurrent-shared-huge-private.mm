# A private mapping of a file is made huge while a thread stores through it: its copy stays its own.
machine(memory=8M)
A memfd_create("m", 0)                                                     = f
A ftruncate(f, 2M)                                                         = 0
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_FIXED, f, 0)  = a
A pwrite64(f, "1", 1, 0)                                                   = 1
A load(a)                                                                  = 0x31
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A madvise(a, 2M, MADV_COLLAPSE)                                            = 0 | -1 EINVAL | -1 EAGAIN
T store(a, 2)                                                              = 0
finally:
A load(a)                                                                  = 2
A pread64(f, "1", 1, 0)                                                    = 1
