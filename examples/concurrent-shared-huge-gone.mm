# Shared memory is made huge while a thread unmaps it: the huge folio is in the file, and nothing is mapped where nothing is.
machine(memory=8M)
A memfd_create("m", 0)                                                     = f
A ftruncate(f, 2M)                                                         = 0
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0)   = a
A store(a, 1)                                                              = 0
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A madvise(a, 2M, MADV_COLLAPSE)                                            = 0 | -1 EAGAIN | -1 EINVAL | -1 ENOMEM
T munmap(a, 2M)                                                            = 0
finally:
A load(a)                                                                  = SIGSEGV SEGV_MAPERR
A pread64(f, "\1", 1, 0)                                                   = 1
