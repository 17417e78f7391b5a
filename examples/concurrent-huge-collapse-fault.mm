# Small pages are made a huge one while a thread stores to one that is there and to one that is not: no store is lost.
machine(memory=8M)
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A store(a, 1) = 0
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A madvise(a, 2M, MADV_COLLAPSE) = 0 | -1 EAGAIN
T store(a, 2) = 0
T store(a+0x1000, 3) = 0
finally:
A load(a) = 2
A load(a+0x1000) = 3
