# A read of a hole of a file on a device while a store fills it.
device("pmem0", size=64K)
A file("/pmem0/a", 4096)                                        = f
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0)      = a
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = m
A store(m, 7)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A pread64(f, m, 1, 0)                                           = 1
T store(a, 1)
finally:
A load(m)                                                       = 0 | 1
A pread64(f, "\1", 1, 0)                                        = 1
