# The mapping goes while its pages are about to be made a huge one.
machine(memory=8M)
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A store(a, 1) = 0
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A madvise(a, 2M, MADV_COLLAPSE) = 0 | -1 EAGAIN | -1 EINVAL | -1 ENOMEM
T munmap(a, 2M) = 0
finally:
A load(a) = SIGSEGV SEGV_MAPERR
