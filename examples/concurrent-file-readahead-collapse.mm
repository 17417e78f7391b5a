# MADV_WILLNEED beside FALLOC_FL_COLLAPSE_RANGE: what is read ahead while the blocks move is not kept.
A file("data", 12K) = f
A pwrite64(f, "x", 1, 0) = 1
A pwrite64(f, "y", 1, 4096) = 1
A fsync(f) = 0
A mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0) = a
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A fallocate(f, FALLOC_FL_COLLAPSE_RANGE, 0, 4096) = 0
B madvise(a, 8192, MADV_WILLNEED) = 0
finally:
A load(a) = 0x79
