# A file on a device is cleaned while it is stored to: either the store comes before the cleaning, or it is a fault that tells
# the file once more. Nobody can write a page of it that the file believes to be clean.
device("pmem0", size=64K)
A file("/pmem0/a", 4096)                                        = f
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0)      = a
A store(a, 1)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A fsync(f)               = 0
T store(a, 2)
finally:
A pread64(f, "\2", 1, 0) = 1
