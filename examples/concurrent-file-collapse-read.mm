# A read beside FALLOC_FL_COLLAPSE_RANGE: the page that it brings in while the blocks move is not kept.
A file("data", 8192) = f
A pwrite64(f, "x", 1, 0) = 1
A pwrite64(f, "y", 1, 4096) = 1
A fsync(f) = 0
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = b
A store(b, 1)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A fallocate(f, FALLOC_FL_COLLAPSE_RANGE, 0, 4096) = 0
B pread64(f, b, 1, 0) = 1
finally:
B load(b) = 0x78 | 0x79
A pread64(f, "y", 1, 0) = 1
