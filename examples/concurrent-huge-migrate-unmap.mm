# A folio of 2 MiB moves while a part of it is unmapped: what is left has arrived, what is gone is free.
machine(memory=8M)
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 2M, MADV_HUGEPAGE) = 0
A store(a, 1) = 0
A page(a) = p
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A migrate_page(p) = 0 | -1 EAGAIN | -1 EINVAL
T munmap(a+0x1000, 0x1ff000) = 0
T store(a, 2) = 0
finally:
A load(a) = 2
A load(a+0x1000) = SIGSEGV SEGV_MAPERR
