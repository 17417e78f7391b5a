# Two threads discard a page each that was stored to, of a file whose tracker takes marks from entries: it hears of both.
machine(memory=512K, cpus=2)
A memfd_create("frame", 0)                                       = f
A ftruncate(f, 8192)
A mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0)       = a
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
A scan_file(f, 0, 2)                                             = 0
A fill(a, 8192, 1)
concurrently:
A madvise(a, 4096, MADV_DONTNEED)                                = 0
T madvise(a+0x1000, 4096, MADV_DONTNEED)                         = 0
finally:
A scan_file(f, 0, 2)                                             = 2
