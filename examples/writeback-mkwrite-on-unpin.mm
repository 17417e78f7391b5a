# Writing back cleans a pinned page like any other, and the disk misses what the device writes afterwards, whatever fsync
# says, until the pin is dropped: then the file is asked once more. A drop that does not say that the page is dirty loses it.
design(WRITEBACK_PINNED=mkwrite-on-unpin)
A file("data", 4096)                                            = f
A open("data", O_RDONLY|O_DIRECT)                               = d
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0)      = a
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = b
A store(a, 1)
A pin_user_pages(a, 1, FOLL_WRITE)                              = p
A fsync(f)                                                      = 0
A dma_write(p, 2)
A fsync(f)                                                      = 0
A pread64(d, b, 4096, 0)                                        = 4096
A load(b)                                                       = 1
A unpin_user_pages_dirty_lock(p, 1)
A fsync(f)                                                      = 0
A pread64(d, b, 4096, 0)                                        = 4096
A load(b)                                                       = 2
A pin_user_pages(a, 1, FOLL_WRITE)                              = q
A fsync(f)                                                      = 0
A dma_write(q, 3)
A unpin_user_pages(q)
A fsync(f)                                                      = 0
A pread64(d, b, 4096, 0)                                        = 4096
A load(b)                                                       = 2
