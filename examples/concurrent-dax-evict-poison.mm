# A page of a device's file breaks while the file's last name and descriptor go.
device("pmem0", size=64K)
A file("/pmem0/a", 4096)                                        = f
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0)      = a
A store(a, 1)
A page(a)                = p
A munmap(a, 4096)        = 0
A unlink("/pmem0/a")     = 0
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A close(f)               = 0
T memory_failure(p)      = 0 | -1 ENXIO
finally:
A open("/pmem0/a", O_RDWR) = -1 ENOENT
