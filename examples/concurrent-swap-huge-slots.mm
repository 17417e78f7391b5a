# A huge page goes to swap, into slots in a row, while a small one goes too: no slot is given to both.
machine(memory=8M, swap=4M)
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 2M, MADV_HUGEPAGE) = 0
A store(a, 1) = 0
A mmap(0x50000000, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = b
A store(b, 2) = 0
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A madvise(a, 2M, MADV_PAGEOUT) = 0
T madvise(b, 4096, MADV_PAGEOUT) = 0
T load(b) = 2
finally:
A load(a) = 1
A load(a+0x1000) = 0
A load(b) = 2
