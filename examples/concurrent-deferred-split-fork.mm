# A huge page that is mapped only a part is split for want of memory while its process forks.
machine(memory=8M, swap=8M)
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 2M, MADV_HUGEPAGE) = 0
A store(a, 1) = 0
A page(a) = p
A munmap(a+0x2000, 0x1fe000) = 0
concurrently:
A fork() = B
C split_deferred(1) = 511 | 510 | 0
finally:
A store(a, 2) = 0
B load(a) = 1
A load(a) = 2
