# A huge page that is mapped only a part is split for want of memory while the rest is unmapped: it is freed once.
machine(memory=8M, swap=8M)
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 2M, MADV_HUGEPAGE) = 0
A store(a, 1) = 0
A page(a) = p
A munmap(a+0x2000, 0x1fe000) = 0
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A split_deferred(1) = ?
T munmap(a, 8192) = 0
finally:
A load(a) = SIGSEGV SEGV_MAPERR
