# A write beside a store into the same page: neither is lost.
A file("data", 4096) = f
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0) = a
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A store(a+8, 1)
B pwrite64(f, "x", 1, 0) = 1
finally:
A load(a) = 0x78
A load(a+8) = 1
