# A pinned page of a file is passed over by writing back: it stays dirty, so nothing is lost for good. But fsync returns
# although nothing of the page is durable, not even what was stored before the pin, and that may last as long as the pin.
design(WRITEBACK_PINNED=skip)
A file("data", 4096)                                            = f
A open("data", O_RDONLY|O_DIRECT)                               = d
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0)      = a
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = b
A store(a, 1)
A pin_user_pages(a, 1, FOLL_WRITE)                              = p
A fsync(f)                                                      = 0
A pread64(d, b, 4096, 0)                                        = 4096
A load(b)                                                       = 0
A dma_write(p, 2)
A unpin_user_pages_dirty_lock(p, 1)
A fsync(f)                                                      = 0
A pread64(d, b, 4096, 0)                                        = 4096
A load(b)                                                       = 2
