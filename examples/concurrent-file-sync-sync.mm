# Two tasks write two pages of one file back at once.
A file("data", 8192) = f
A mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0) = a
A store(a, 1)
A store(a+4096, 2)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A msync(a, 4096, MS_SYNC) = 0
B msync(a+4096, 4096, MS_SYNC) = 0
finally:
A load(a) = 1
A load(a+4096) = 2
