# Parts of two huge pages are unmapped while what is queued is split: each is queued once, and split in the end.
machine(memory=8M, swap=8M)
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 2M, MADV_HUGEPAGE) = 0
A store(a, 1) = 0
A page(a) = p
A mmap(0x50000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = b
A madvise(b, 2M, MADV_HUGEPAGE) = 0
A store(b, 1) = 0
A munmap(a+0x2000, 0x1fe000) = 0
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A split_deferred(512) = ?
T munmap(b+0x1000, 0x1ff000) = 0
finally:
A split_deferred(512) = ?
A split_deferred(512) = 0
A load(a) = 1
A load(b) = 1
