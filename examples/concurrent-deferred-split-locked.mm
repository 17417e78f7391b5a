# It is looked whether a huge page of mostly zeroes is mlocked, while its mapping changes: by then it is split, or whole.
machine(memory=8M, max_ptes_none=500)
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 2M, MADV_HUGEPAGE) = 0
A store(a, 1) = 0
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A split_deferred(1) = 0 | 511
T mremap(a, 2M, 2M, MREMAP_MAYMOVE|MREMAP_FIXED, 0x50000000) = b
finally:
A load(b) = 1
A load(b+0x1000) = 0
