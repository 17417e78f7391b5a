# MADV_FREE of a huge page beside MADV_DONTNEED of it: what is discarded is gone when the call returns, for the other one never
# leaves the place of the entry empty, where a look without locks would find nothing to discard.
machine(memory=8M, cpus=2)
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 2M, MADV_HUGEPAGE) = 0
A store(a, 1)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A madvise(a, 2M, MADV_FREE) = 0
B madvise(a, 2M, MADV_DONTNEED) = 0
B load(a) = 0
