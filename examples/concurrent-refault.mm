# Two tasks touch a page that is in swap: it comes back once, and the slot is free.
machine(memory=512K, swap=64K, cpus=2)
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = p
A fill(p, 4096, 1)
A madvise(p, 4096, MADV_PAGEOUT) = 0
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A load(p) = 1
A store(p, 2)
B store(p+1, 3)
B load(p+2) = 1
finally:
A load(p) = 2
A load(p+1) = 3
