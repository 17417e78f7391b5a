# Truncation does not wait for a pin on a page of the page cache: the page leaves the file, and the device goes on with an
# orphan that harms nobody. The file grows again with a page of zeros.
A file("data", 8K)                                        = f
A mmap(NULL, 8K, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0)  = a
A store(a+0x1000, 1)
A pin_user_pages(a+0x1000, 1, FOLL_WRITE)                 = p
A ftruncate(f, 4096)                                      = 0
A dma_write(p, 9)
A load(a+0x1000)                                          = SIGBUS BUS_ADRERR
A ftruncate(f, 8K)                                        = 0
A pread64(f, "\0", 1, 4096)                               = 1
A dma_read(p)                                             = 9
A unpin_user_pages_dirty_lock(p, 1)
