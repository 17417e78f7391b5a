# A large folio lies in two tables of one space. While its owner counts its entries in both, to store in place, the child that
# shares it maps and unmaps some: the child never sees the store.
machine(memory=8M)
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 2M, MADV_HUGEPAGE) = 0
A store(a, 1) = 0
A mremap(a, 2M, 2M, MREMAP_MAYMOVE|MREMAP_FIXED, 0x50100000) = b
A munmap(b+8192, 2036K) = 0
A fork() = B
B munmap(b+0x1ff000, 4096) = 0
concurrently:
A store(b, 2) = 0
B munmap(b+4096, 4096) = 0
B load(b) = 1
B munmap(b, 4096) = 0
finally:
A load(b) = 2
A load(b+4096) = 0
