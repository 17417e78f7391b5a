# A call and a store through a mapping both fill the same hole of a device's file. One block comes of it, with both bytes.
device("pmem0", size=64K)
A file("/pmem0/a", 4096)                                        = f
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0)      = a
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A pwrite64(f, "b", 1, 1) = 1
T store(a, 0x61)
finally:
A pread64(f, "ab", 2, 0) = 2
A load(a+1)              = 0x62
