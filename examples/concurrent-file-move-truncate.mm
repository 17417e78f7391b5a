# A mapping is moved beside truncation.
A file("data", 4096) = f
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0) = a
A mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = hole
A store(a, 1)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A mremap(a, 4096, 4096, MREMAP_MAYMOVE|MREMAP_FIXED, hole) = hole
B ftruncate(f, 0) = 0
finally:
B load(hole) = SIGBUS BUS_ADRERR
