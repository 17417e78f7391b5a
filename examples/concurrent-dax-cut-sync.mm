# A device's file is cut inside a page, whose rest becomes zeroes, while another task stores to the page and syncs it.
device("pmem0", size=64K)
A file("/pmem0/data", 4096) = f
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0) = a
A store(a, 1)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A ftruncate(f, 100) = 0
B store(a+100, 2)
B fsync(f) = 0
finally:
A load(a+100) = 0 | 2
