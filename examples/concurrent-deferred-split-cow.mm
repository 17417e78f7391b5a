# Parent and child each have a part of a huge page; what neither has is queued by the last who lets go of it.
machine(memory=8M, swap=8M)
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 2M, MADV_HUGEPAGE) = 0
A store(a, 1) = 0
A page(a) = p
A fork() = B
concurrently:
A madvise(a+0x1000, 0x1ff000, MADV_DONTNEED) = 0
B munmap(a, 0x1ff000) = 0
finally:
A load(a) = 1
A split_deferred(512) = 511
B load(a+0x1ff000) = 0
A split_deferred(512) = 0
