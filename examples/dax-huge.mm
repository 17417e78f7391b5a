# Where file, mapping and device agree on 2 MiB, one entry maps them. It is one folio, counted once for an entry and once for
# a pin of any of its pages; truncation of a part waits for all of it.
device("pmem0", size=8M)
A file("/pmem0/data", 4M)                                             = f
A fallocate(f, 0, 0, 4M)                                              = 0
A mmap(0x40000000, 4M, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = a
A store(a+0x123456, 7)
A store(a+0x200000, 8)
A page(a)                                                             = p
A page_mapcount(p)                                                    = 1
A page_count(p)                                                       = 1
A pin_user_pages_fast(a, 512, FOLL_WRITE)                             = pins
A dma_write(pins, 9)
A load(a+0x1fffff)                                                    = 9
A page_maybe_dma_pinned(pins[100])                                    = 1
A unpin_user_pages(pins)
A pread64(f, "\t", 1, 0x123456)                                       = 1
A munmap(a+0x1000, 4096)                                              = 0
A load(a)                                                             = 9
A load(a+0x200000)                                                    = 8
A ftruncate(f, 1M)                                                    = 0
A load(a+0xff000)                                                     = 9
A load(a+0x100000)                                                    = SIGBUS BUS_ADRERR
