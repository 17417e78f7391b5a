# Reclaim takes a page that MADV_FREE has spared while another task stores to it: after the store it stays.
machine(memory=512K, cpus=2)
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = p
A fill(p, 4096, 1)
A madvise(p, 4096, MADV_FREE) = 0
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
B load(p) = 1
concurrently:
A reclaim(1)
B store(p+1, 2)
B load(p) = 0 | 1
finally:
A load(p+1) = 2
A load(p) = 0 | 1
