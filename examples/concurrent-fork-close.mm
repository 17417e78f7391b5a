# fork beside a close by another thread: the child has the descriptor or not, and no file is left behind.
A file("data", 4096) = f
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A fork() = C
B close(f) = 0
