# Descriptors are opened and closed at once.
A file("data", 4096) = f
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A open("data", O_RDWR) = g
A close(g) = 0
B open("data", O_RDWR) = h
B close(h) = 0
