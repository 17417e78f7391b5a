# read of a page that another stores to through a mapping.
A file("data", 4096) = f
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0) = a
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = b
concurrently:
A store(a, 0x79)
B pread64(f, b, 1, 0) = 1
B load(b) = 0 | 0x79
finally:
A load(a) = 0x79
