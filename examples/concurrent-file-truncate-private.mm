# The same through a private mapping: what was copied goes, too.
A file("data", 8192) = f
A pwrite64(f, "x", 1, 0) = 1
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE, f, 0) = a
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A store(a+1, 1) = 0 | SIGBUS BUS_ADRERR
B ftruncate(f, 0) = 0
B ftruncate(f, 4096) = 0
finally:
B load(a) = 0
B load(a+1) = 0 | 1
