# There is room in swap, but not for a huge page as a whole: it is split while its process forks.
machine(memory=8M, swap=64K)
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 2M, MADV_HUGEPAGE) = 0
A store(a, 1) = 0
A store(a+0x1000, 1) = 0
concurrently:
A fork() = B
A store(a, 2) = 0
B load(a+0x1000) = 1
C reclaim(600) = ?
finally:
A load(a) = 2
B load(a) = 1
