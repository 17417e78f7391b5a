# A fault brings a page in that a truncation has just cut off and found missing: it does not stay mapped beyond the end.
A memfd_create("data", 0) = f
A ftruncate(f, 8192) = 0
A mmap(0x10000000, 8192, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = 0x10000000
A load(0x10000000) = 0
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A ftruncate(f, 4096) = 0
B load(0x10001000) = 0 | SIGBUS BUS_ADRERR
finally:
A load(0x10001000) = SIGBUS BUS_ADRERR
