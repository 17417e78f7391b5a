# The same with a file on disk: a page brought in beside a truncation does not stay mapped beyond the end.
A file("data", 8192) = f
A mmap(0x10000000, 8192, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = 0x10000000
A madvise(0x10000000, 8192, MADV_RANDOM) = 0
A load(0x10000000) = 0
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A ftruncate(f, 4096) = 0
B load(0x10001000) = 0 | SIGBUS BUS_ADRERR
finally:
A load(0x10001000) = SIGBUS BUS_ADRERR
