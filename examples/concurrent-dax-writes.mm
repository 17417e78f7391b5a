# Two tasks write to two files of one device, which need a block each. No block goes to both.
device("pmem0", size=64K)
A file("/pmem0/a", 4096) = f
A file("/pmem0/b", 4096) = g
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A pwrite64(f, "a", 1, 0) = 1
T pwrite64(g, "b", 1, 0) = 1
finally:
A pread64(f, "a", 1, 0)  = 1
A pread64(g, "b", 1, 0)  = 1
