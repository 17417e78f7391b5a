# The same where the pinned page is unmapped before the truncation: nobody maps it, and still it is held.
# Concerns: DEVICE_PIN
device("pmem0", size=8K)
A file("/pmem0/a", 4096)                                        = f
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0)      = a
A store(a, 1)
A file("/pmem0/b", 8K)                                          = g
A pin_user_pages_fast(a, 1, FOLL_WRITE)                         = p
A munmap(a, 4096)                                               = 0
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
T dma_write(p, 9)
T unpin_user_pages(p)
A ftruncate(f, 0) = 0
A pwrite64(g, "b", 1, 0) = 1
A pwrite64(g, "b", 1, 4096) = 1
finally:
A pread64(g, "b", 1, 0) = 1
A pread64(g, "b", 1, 4096) = 1
