# A mapping is split by mprotect beside truncation.
A file("data", 8192) = f
A mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0) = a
A store(a, 1)
A store(a+0x1000, 1)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A mprotect(a, 4096, PROT_READ) = 0
B ftruncate(f, 0) = 0
finally:
B load(a) = SIGBUS BUS_ADRERR
