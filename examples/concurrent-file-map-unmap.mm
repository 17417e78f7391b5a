# Mappings of a file come and go beside truncation.
A file("data", 8192) = f
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0) = a
A store(a, 1)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A mmap(NULL, 4096, PROT_READ, MAP_SHARED, f, 0) = b
A load(b) = 1 | SIGBUS BUS_ADRERR
B ftruncate(f, 0) = 0
B munmap(a, 4096) = 0
