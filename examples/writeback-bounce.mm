# A pinned page of a file is written back by way of a copy and stays dirty, as the device may write it at any time. So what is
# there when fsync is called is durable, and what comes later is written later. The price: a frame and a copy, and the page
# is written again each time. A descriptor past the cache shows what the disk holds.
design(WRITEBACK_PINNED=bounce)
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
A load(b)                                                       = 2
A dma_write(p, 3)
A unpin_user_pages_dirty_lock(p, 1)
A fsync(f)                                                      = 0
A pread64(d, b, 4096, 0)                                        = 4096
A load(b)                                                       = 3
# The same with a reference that is no pin: nobody can see it, and what is written after the page was cleaned is lost.
A get_user_pages(a, 1, FOLL_WRITE)                              = g
A fsync(f)                                                      = 0
A dma_write(g, 4)
A put_pages(g)
A fsync(f)                                                      = 0
A pread64(d, b, 4096, 0)                                        = 4096
A load(b)                                                       = 3
