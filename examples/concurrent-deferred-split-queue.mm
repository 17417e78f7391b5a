# A page of a huge page is unmapped while what is queued is split. It is queued, and queued again as long as somebody holds it.
machine(memory=8M)
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 2M, MADV_HUGEPAGE) = 0
A store(a, 1) = 0
A munmap(a+0x2000, 0x1fe000) = 0
A mmap(0x50000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = b
A madvise(b, 2M, MADV_HUGEPAGE) = 0
A store(b, 1) = 0
A mprotect(b+0x1000, 4096, PROT_READ) = 0
A pin_user_pages(b, 1, FOLL_WRITE) = pins
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A split_deferred(1) = 511
T munmap(b+0x1000, 4096) = 0
finally:
A split_deferred(1) = 0
A unpin_user_pages(pins)
A split_deferred(1) = 511
A split_deferred(1) = 0
A load(a) = 1
A load(b) = 1
