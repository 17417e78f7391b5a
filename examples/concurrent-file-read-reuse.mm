# A read beside a hole that is punched, after which another file gets the frame: the read never gives that file's bytes.
A file("data", 4096) = f
A file("other", 4096) = g
A pwrite64(f, "x", 1, 0) = 1
A fsync(f) = 0
A mmap(0x10000000, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
A mmap(0x10001000, 4096, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, g, 0) = 0x10001000
A store(0x10000000, 1)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A fallocate(f, FALLOC_FL_PUNCH_HOLE|FALLOC_FL_KEEP_SIZE, 0, 4096) = 0
A store(0x10001000, 0x79)
B pread64(f, 0x10000000, 1, 0) = 1
finally:
B load(0x10000000) = 0 | 0x78
