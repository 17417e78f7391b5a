# Memory is discarded whole while a thread stores into it twice: what is left is a huge page, or a small one, or nothing, and
# the second store is there or the discard came after it.
machine(memory=8M)
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 2M, MADV_HUGEPAGE) = 0
A store(a, 1) = 0
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A madvise(a, 2M, MADV_DONTNEED) = 0
T store(a+0x1000, 2) = 0
T store(a+0x1000, 3) = 0
finally:
A load(a) = 0
A load(a+0x1000) = 0 | 3
