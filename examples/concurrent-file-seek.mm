# Two threads move one position at once: no move is lost.
A file("data", 8) = f
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A lseek(f, 1, SEEK_CUR) = 1 | 3
B lseek(f, 2, SEEK_CUR) = 2 | 3
finally:
A lseek(f, 0, SEEK_CUR) = 3
