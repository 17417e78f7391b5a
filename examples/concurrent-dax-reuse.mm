# One file of a device becomes shorter and gives its block back while another file needs one, on a device that has no other.
device("pmem0", size=4K)
A file("/pmem0/a", 4096) = f
A pwrite64(f, "a", 1, 0) = 1
A file("/pmem0/b", 4096) = g
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A ftruncate(f, 0)        = 0
T pwrite64(g, "b", 1, 0) = 1 | -1 ENOSPC
finally:
A pwrite64(g, "b", 1, 0) = 1
A pread64(g, "b\0", 2, 0) = 2
