# A page breaks while it is being faulted in: afterwards nobody reaches it any more.
device("pmem0", size=64K)
A file("/pmem0/data", 8K)                                       = f
A mmap(NULL, 8K, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0)        = a
A store(a, 1)
A store(a+0x1000, 1)
A page(a)                                                       = p
A munmap(a, 4096)                                               = 0
A mmap(a, 4096, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = again
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
T load(a) = 1 | SIGBUS BUS_MCEERR_AR
A memory_failure(p) = 0
finally:
A load(a) = SIGBUS BUS_MCEERR_AR
A load(a+0x1000) = 1
