# A page of a file is pinned, written by a device and let go as dirty, all while the file is written back. Whatever writing
# back does with pinned pages, what the device wrote is on the disk after the next fsync.
# Concerns: WRITEBACK_PINNED
A file("data", 4096)                                            = f
A open("data", O_RDONLY|O_DIRECT)                               = d
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0)      = a
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = b
A store(a, 1)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
T pin_user_pages_fast(a, 1, FOLL_WRITE) = p
T dma_write(p, 5)
T unpin_user_pages_dirty_lock(p, 1)
A fsync(f)                              = 0
finally:
A fsync(f)                              = 0
A pread64(d, b, 4096, 0)                = 4096
A load(b)                               = 5
