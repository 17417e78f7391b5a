# A file on a device is cleaned while it becomes shorter.
device("pmem0", size=64K)
A file("/pmem0/a", 8K)                                          = f
A mmap(NULL, 8K, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0)        = a
A store(a, 1)
A store(a+0x1000, 2)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A ftruncate(f, 4096)                                            = 0
T fsync(f)                                                      = 0
finally:
A load(a)                                                       = 1
A load(a+0x1000)                                                = SIGBUS BUS_ADRERR
