# Two tasks set the size of one file at once.
A file("data", 8192) = f
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A ftruncate(f, 4096) = 0
B ftruncate(f, 12K) = 0
finally:
A pread64(f, "", 0, 0) = 0
