# Where entries count nothing, as before 2025, a device is mapped by 2 MiB at most, also one that has a page size of 1 GiB since:
# each page has a reference of its own while it is idle, and a pin counts each page and holds the device for it.
design(DEVICE_PIN=per-page)
device("mem0", size=1G, kind=generic, align=1G)
A open("/mem0", O_RDWR)                                               = f
A mmap(0x40000000, 1G, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = a
A store(a+0x12345678, 7)
A page(a+0x12345000)                                                  = p
A page_mapcount(p)                                                    = 1
A page_count(p)                                                       = 1
A pin_user_pages_fast(a+0x12344000, 1024, FOLL_WRITE)                 = pins
A page_maybe_dma_pinned(p)                                            = 1
A munmap(a+0x200000, 4096)                                            = -1 EINVAL
A dma_write(pins, 9)
A unpin_user_pages(pins)
A page_count(p)                                                       = 1
A load(a+0x12345678)                                                  = 9
A munmap(a, 1G)                                                       = 0
A unbind("mem0")                                                      = 0
