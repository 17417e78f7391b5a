# A file on a device is cleaned while a mapping of it goes and another comes.
device("pmem0", size=64K)
A file("/pmem0/a", 4096)                                        = f
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0)      = a
A store(a, 1)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A fsync(f)               = 0
T munmap(a, 4096)        = 0
T mmap(0x40000000, 4096, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = b
T store(b, 2)
finally:
A load(b)                = 2
