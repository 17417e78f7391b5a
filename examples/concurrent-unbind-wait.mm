# Device memory as memory: a device that is told to leave waits until the last mapping goes. Until then every store reaches it.
design(UNBIND=wait)
device("pmem0", size=64K)
A file("/pmem0/data", 4096)                                     = f
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0)      = a
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
T store(a, 1)
T munmap(a, 4096) = 0
A unbind("pmem0") = 0
finally:
A memremap_pages("pmem0") = 0
A pread64(f, "\1", 1, 0) = 1
