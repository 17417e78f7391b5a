# Loads and a read beside FALLOC_FL_COLLAPSE_RANGE: a page brought in while the blocks move is not kept where it no longer is.
A file("data", 8192) = f
A pwrite64(f, "x", 1, 0) = 1
A pwrite64(f, "y", 1, 4096) = 1
A fsync(f) = 0
A mmap(NULL, 8192, PROT_READ, MAP_SHARED, f, 0) = a
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A fallocate(f, FALLOC_FL_COLLAPSE_RANGE, 0, 4096) = 0
B load(a) = 0x78 | 0x79
finally:
A load(a) = 0x79
A pread64(f, "y", 1, 0) = 1
