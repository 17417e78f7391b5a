# MADV_PAGEOUT takes shared memory out of the tables, and drops what was never stored to, while another task stores to it: no
# store is lost.
machine(cpus=2)
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_ANONYMOUS, -1, 0) = a
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
B load(a) = 0
concurrently:
A madvise(a, 4096, MADV_PAGEOUT) = 0
B store(a, 7)
B load(a) = 7
finally:
A load(a) = 7
