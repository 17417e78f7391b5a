# Two tasks discard other parts of one huge entry: it is split once.
machine(memory=4M, cpus=2, thp=always)
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = p
A load(p) = 0
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A madvise(p, 4096, MADV_DONTNEED) = 0
B madvise(p+0x100000, 4096, MADV_DONTNEED) = 0
finally:
A load(p) = 0
