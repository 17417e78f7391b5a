# A page that is in swap comes back while it is discarded and another goes to swap: no slot is read that is another page's.
machine(memory=512K, swap=4K, cpus=2)
A mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = p
A store(p, 1)
A store(p+4096, 5)
A madvise(p, 4096, MADV_PAGEOUT) = 0
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A madvise(p, 4096, MADV_DONTNEED) = 0
A madvise(p+4096, 4096, MADV_PAGEOUT) = 0
B load(p) = 0 | 1
finally:
A load(p) = 0
A load(p+4096) = 5
