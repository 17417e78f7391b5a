# A read beside the close of its descriptor.
A file("data", 4096) = f
A dup(f) = g
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A pread64(g, "", 0, 0) = 0 | -1 EBADF
B close(g) = 0
finally:
A close(f) = 0
