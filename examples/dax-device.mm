# A device as one file: its pages in order, only shared, of a size that never changes.
device("mem0", size=4M, kind=generic)
A open("/mem0", O_RDWR)                                               = f
A mmap(NULL, 4M, PROT_READ|PROT_WRITE, MAP_PRIVATE, f, 0)             = -1 EINVAL
A mmap(0x40000000, 4M, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = a
A store(a+0x300000, 5)
A load(a+0x300000)                                                    = 5
A ftruncate(f, 4096)                                                  = -1 EINVAL
A pin_user_pages_fast(a, 1024, FOLL_WRITE|FOLL_LONGTERM)              = p
A dma_write(p, 1)
A load(a+0x3fffff)                                                    = 1
A unpin_user_pages_dirty_lock(p, 1)
