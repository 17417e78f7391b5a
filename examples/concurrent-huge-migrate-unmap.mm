# A folio of 2 MiB moves while it is unmapped: whoever comes second finds the other done.
machine(memory=8M)
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 2M, MADV_HUGEPAGE) = 0
A store(a, 1) = 0
A page(a) = p
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A migrate_page(p) = 0 | -1 EAGAIN | -1 EINVAL
T munmap(a, 2M) = 0
finally:
A load(a) = SIGSEGV SEGV_MAPERR
