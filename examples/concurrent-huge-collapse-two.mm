# Two threads make the same small pages a huge one, while a third unmaps a part: one of them does it, and nothing is copied
# twice.
machine(memory=8M)
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 2M, MADV_HUGEPAGE) = 0
A madvise(a, 4096, MADV_NOHUGEPAGE) = 0
A store(a, 1) = 0
A store(a+0x1000, 2) = 0
A madvise(a, 2M, MADV_HUGEPAGE) = 0
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A madvise(a, 2M, MADV_COLLAPSE) = 0 | -1 EAGAIN | -1 EINVAL
T khugepaged(a) = 0 | -1 EAGAIN | -1 EINVAL
T munmap(a, 4096) = 0
finally:
A load(a+0x1000) = 2
