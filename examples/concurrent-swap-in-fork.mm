# A page comes back from swap while its process forks: each side has it once, and its slot is free in the end.
machine(memory=512K, swap=4K, cpus=3)
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = p
A store(p, 1)
A madvise(p, 4096, MADV_PAGEOUT) = 0
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A fork() = C
C store(p, 3)
B store(p, 2)
finally:
A load(p) = 2
C load(p) = 3
