# SEEK_DATA and SEEK_HOLE beside a hole that is punched and a write: each sees the blocks as they are before or after.
A file("data", 8192) = f
A pwrite64(f, "x", 1, 0) = 1
A fsync(f) = 0
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A fallocate(f, FALLOC_FL_PUNCH_HOLE|FALLOC_FL_KEEP_SIZE, 0, 4096) = 0
A pwrite64(f, "y", 1, 4096) = 1
B lseek(f, 0, SEEK_DATA) = 0 | 4096 | -1 ENXIO
finally:
A lseek(f, 0, SEEK_DATA) = 4096
