# Stores beside writeback: what was stored after the page was cleaned is dirty again, and reaches the disk.
A file("data", 4096) = f
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0) = a
A store(a, 1)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A store(a, 2)
B msync(a, 4096, MS_SYNC) = 0
finally:
A fsync(f) = 0
A load(a) = 2
A load(a) = 2
