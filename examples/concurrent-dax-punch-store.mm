# A hole is punched into a file on a device while the place is stored to: the store fills the hole again, or it is gone with
# the block, which is nobody's then.
device("pmem0", size=8K)
A file("/pmem0/a", 4096)                                        = f
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0)      = a
A store(a, 1)
A file("/pmem0/b", 8K)                                          = g
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A fallocate(f, FALLOC_FL_PUNCH_HOLE|FALLOC_FL_KEEP_SIZE, 0, 4096) = 0
T store(a+1, 2)
T load(a+1)              = 2 | 0
finally:
A load(a)                = 0
A pwrite64(g, "b", 1, 0) = 1
A load(a)                = 0
