# Looking for data in a device's file while a store fills a hole of it.
device("pmem0", size=64K)
A file("/pmem0/a", 8K)                                          = f
A mmap(NULL, 8K, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0)        = a
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A lseek(f, 0, SEEK_DATA) = 4096 | -1 ENXIO
T store(a+0x1000, 1)
finally:
A lseek(f, 0, SEEK_DATA) = 4096
A lseek(f, 0, SEEK_HOLE) = 0
