# A huge page that is mapped only a part is split for want of memory while it is stored to.
machine(memory=8M, swap=8M)
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 2M, MADV_HUGEPAGE) = 0
A store(a, 1) = 0
A page(a) = p
A munmap(a+0x2000, 0x1fe000) = 0
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A split_deferred(1) = 511 | 510
T store(a+0x1000, 2) = 0
T load(a) = 1
finally:
A load(a) = 1
A load(a+0x1000) = 2
