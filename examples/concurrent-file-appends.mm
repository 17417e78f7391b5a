# Two tasks write at one position: each gets a place of its own.
A file("data", 0) = f
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A write(f, "aa", 2) = 2
B write(f, "bb", 2) = 2
finally:
A lseek(f, 0, SEEK_END) = 4
