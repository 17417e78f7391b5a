# A huge page that may be dropped is stored to while it is taken: it is dropped before the store, or stays with it.
machine(memory=8M, swap=8M)
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 2M, MADV_HUGEPAGE) = 0
A store(a, 1) = 0
A page(a) = p
A madvise(a, 2M, MADV_FREE) = 0
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A madvise(a, 2M, MADV_PAGEOUT) = 0
T store(a+0x1000, 2) = 0
finally:
A load(a+0x1000) = 2
A load(a) = 0 | 1
