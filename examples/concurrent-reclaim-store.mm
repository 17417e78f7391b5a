# A page goes to swap while another task stores to it: the store is in it when it comes back.
machine(memory=512K, swap=64K, cpus=2)
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = p
A store(p, 1)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
B load(p) = 1
concurrently:
A madvise(p, 4096, MADV_PAGEOUT) = 0
B store(p, 2)
B load(p) = 2
B store(p+1, 3)
finally:
A load(p) = 2
A load(p+1) = 3
