# Two threads store to two pages of a file whose tracker is told of stores by faults: it hears of both.
machine(memory=512K, cpus=2)
A memfd_create("frame", 0)                                       = f
A ftruncate(f, 8192)
A mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0)       = a
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
A touch(a, 8192)
A scan_file(f, 0, 2)                                             = 0
A scan_file(f, 0, 2)                                             = 0
A scan_file(f, 0, 2)                                             = 0
concurrently:
A store(a, 1)                                                    = 0
T store(a+0x1000, 1)                                             = 0
finally:
A scan_file(f, 0, 2)                                             = 2
