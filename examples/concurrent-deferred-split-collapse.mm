# What is left of a huge page is split while it is made huge again.
machine(memory=8M, swap=8M)
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 2M, MADV_HUGEPAGE) = 0
A store(a, 1) = 0
A page(a) = p
A madvise(a+0x2000, 0x1fe000, MADV_DONTNEED) = 0
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A split_deferred(1) = ?
T madvise(a, 2M, MADV_COLLAPSE) = 0 | -1 EAGAIN | -1 EINVAL
finally:
A load(a) = 1
A load(a+0x2000) = 0
