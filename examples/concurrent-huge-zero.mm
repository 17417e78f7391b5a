# Two threads store where the huge page of zeros is mapped, and a child reads it: it is replaced once, and stays zero.
machine(memory=12M)
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 2M, MADV_HUGEPAGE) = 0
A load(a) = 0
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A store(a, 1) = 0
T store(a+0x1000, 2) = 0
finally:
A load(a) = 1
A load(a+0x1000) = 2
