# A huge page goes to swap while its process forks: both find what it held.
machine(memory=8M, swap=8M)
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 2M, MADV_HUGEPAGE) = 0
A store(a, 1) = 0
A page(a) = p
concurrently:
A fork() = B
A store(a, 2) = 0
B load(a) = 1
C reclaim(1) = ?
finally:
A load(a) = 2
B load(a) = 1
