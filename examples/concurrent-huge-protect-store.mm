# A store into a huge page while mprotect changes its entry: the mark that the processor sets meanwhile stays, and the
# checkpoint that follows tells of the page.
machine(memory=8M, cpus=2)
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 2M, MADV_HUGEPAGE) = 0
A store(a, 1)
A checkpoint() = 512
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A mprotect(a, 2M, PROT_READ|PROT_WRITE|PROT_EXEC) = 0
T store(a, 2) = 0
finally:
A checkpoint() = 512
A checkpoint() = 0
