# unlink beside open of the same name.
A file("data", 4096) = f
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A open("data", O_RDWR) = g | -1 ENOENT
B unlink("data") = 0
