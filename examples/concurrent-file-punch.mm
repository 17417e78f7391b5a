# A load beside a hole being punched: the page is as before or zero.
A file("data", 8192) = f
A pwrite64(f, "x", 1, 0) = 1
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0) = a
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A load(a) = 0x78 | 0
A store(a+1, 5)
B fallocate(f, 3, 0, 4096) = 0
finally:
B load(a) = 0 | 0x78
B load(a+1) = 0 | 5
