# As in 2015: entries count nothing, and each pinned page holds the device.
design(DEVICE_PIN=per-page)
device("pmem0", size=8M)
A file("/pmem0/data", 2M)                                             = f
A fallocate(f, 0, 0, 2M)                                              = 0
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = a
A store(a, 1)
A page(a)                                                             = p
A page_count(p)                                                       = 1
A get_user_pages_fast(a, 512, FOLL_WRITE)                             = pins
A page_count(p)                                                       = 2
A dma_write(pins, 3)
A load(a+0x1fffff)                                                    = 3
A put_pages(pins)
A pin_user_pages(a+0x5000, 1, FOLL_WRITE)                             = q
A unpin_user_pages(q)
A unbind("pmem0")                                                     = 0
A get_user_pages_fast(a, 1, 0)                                        = -1 EFAULT
