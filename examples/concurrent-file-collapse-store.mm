# A store beside FALLOC_FL_COLLAPSE_RANGE: it goes to the page that is there before or after, and is kept in the second case.
A file("data", 12K) = f
A pwrite64(f, "x", 1, 0) = 1
A pwrite64(f, "y", 1, 4096) = 1
A fsync(f) = 0
A mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0) = a
A load(a) = 0x78
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A fallocate(f, FALLOC_FL_COLLAPSE_RANGE, 0, 4096) = 0
B store(a+1, 0x7a)
finally:
A load(a) = 0x79
A load(a+1) = 0 | 0x7a
