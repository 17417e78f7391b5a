# One page is written back while the other is read from the disk.
A file("data", 8192) = f
A mmap(0x10000000, 8192, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = 0x10000000
A store(0x10001000, 2)
A fsync(f) = 0
A madvise(0x10001000, 4096, MADV_PAGEOUT) = 0
A store(0x10000000, 1)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A msync(0x10000000, 4096, MS_SYNC) = 0
B load(0x10001000) = 2
finally:
A load(0x10000000) = 1
