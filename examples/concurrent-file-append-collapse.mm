# An append beside FALLOC_FL_COLLAPSE_RANGE: the byte stays right after what was the end.
A file("data", 8192) = x
A open("data", O_RDWR|O_APPEND) = f
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A fallocate(x, FALLOC_FL_COLLAPSE_RANGE, 0, 4096) = 0
B write(f, "b", 1) = 1
finally:
A lseek(x, 0, SEEK_END) = 4097
A pread64(x, "b", 1, 4096) = 1
