# fork of a file mapping beside truncation: the child sees nothing of the old page.
A file("data", 4096) = f
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0) = a
A store(a, 1)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A fork() = C
B ftruncate(f, 0) = 0
finally:
C load(a) = SIGBUS BUS_ADRERR
