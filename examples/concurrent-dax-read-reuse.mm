# A read finds a block of a device's file, and the file is truncated before the read copies it. The block is not another
# file's before the read is done.
device("pmem0", size=4K)
A file("/pmem0/a", 4096) = f
A pwrite64(f, "a", 1, 0) = 1
A file("/pmem0/b", 4096) = g
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = m
A store(m, 0x61)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
T pread64(f, m, 1, 0)    = 1 | 0
A ftruncate(f, 0)        = 0
A pwrite64(g, "b", 1, 0) = 1
finally:
A load(m)                = 0x61
A pread64(g, "b", 1, 0)  = 1
