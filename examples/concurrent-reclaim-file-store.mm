# Memory pressure takes a file's page that is mapped and clean, while a task stores to it: the store goes to the page that the
# file has, and reaches the disk.
machine(memory=512K, cpus=2)
A file("data", 4096) = f
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0) = p
A store(p, 1)
A fsync(f) = 0
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A store(p, 2)
B reclaim(1)
finally:
A load(p) = 2
A pread64(f, "\2", 1, 0) = 1
A fsync(f) = 0
