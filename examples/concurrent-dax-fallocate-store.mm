# Allocating a file's blocks against a store that allocates one of them.
device("pmem0", size=64K)
A file("/pmem0/a", 8K)                                          = f
A mmap(NULL, 8K, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0)        = a
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A fallocate(f, 0, 0, 8K) = 0
T store(a, 0x61)
finally:
A pread64(f, "a", 1, 0)  = 1
A load(a)                = 0x61
A load(a+0x1000)         = 0
