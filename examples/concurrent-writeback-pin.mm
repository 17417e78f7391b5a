# What a device writes into a page of a file while the file is written back reaches the disk in the end, and what is there
# when fsync is called is durable when it returns. Only writing a copy keeps both promises while the page is pinned.
#
# expect violation under WRITEBACK_PINNED=skip: expectation
# expect violation under WRITEBACK_PINNED=mkwrite-on-unpin: expectation
A file("data", 4096)                                            = f
A open("data", O_RDONLY|O_DIRECT)                               = d
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0)      = a
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = b
A store(a, 1)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
T pin_user_pages_fast(a, 1, FOLL_WRITE) = p
T dma_write(p, 5)                       = written
A fsync(f)                              = 0
finally:
A fsync(f)                              = 0
A pread64(d, b, 4096, 0)                = 4096
A load(b)                               = 5
A dma_write(p, 6)
A unpin_user_pages_dirty_lock(p, 1)
A fsync(f)                              = 0
A pread64(d, b, 4096, 0)                = 4096
A load(b)                               = 6
