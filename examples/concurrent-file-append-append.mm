# Two descriptors of one file, both for appending: each write gets a place of its own.
A file("data", 0) = x
A open("data", O_RDWR|O_APPEND) = f
A open("data", O_RDWR|O_APPEND) = g
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A write(f, "a", 1) = 1
B write(g, "b", 1) = 1
finally:
A lseek(x, 0, SEEK_END) = 2
