# Where mapping and device agree on 1 GiB, one entry maps them. All of it is one folio, of which nothing but its first frame is
# on record: counted once for an entry and once for a pin of any of its pages.
device("mem0", size=2G, kind=generic)
A open("/mem0", O_RDWR)                                               = f
A mmap(0x40000000, 2G, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = a
A store(a+0x12345678, 7)
A page(a+0x12345678)                                                  = p
A page_mapcount(p)                                                    = 1
A page_count(p)                                                       = 2
A pin_user_pages_fast(a+0x12345000, 1000, FOLL_WRITE)                 = pins
A page_count(p)                                                       = 1002
A page_maybe_dma_pinned(p)                                            = 1
A dma_write(pins, 9)
A load(a+0x12345678)                                                  = 9
A unpin_user_pages(pins)
A page_count(p)                                                       = 2
A load(a+0x40000000)                                                  = 0
A store(a+0x40000000, 1)
# Taking rights away leaves the entry whole.
A mprotect(a, 1G, PROT_READ)                                          = 0
A load(a+0x12345678)                                                  = 9
A store(a+0x12345678, 8)                                              = SIGSEGV SEGV_ACCERR
A page_mapcount(p)                                                    = 1
A mprotect(a, 1G, PROT_READ|PROT_WRITE)                               = 0
A store(a+0x12345678, 8)
# Changing a part clears the entry; smaller ones come in its place, though the folio stays whole.
A mprotect(a+0x200000, 2M, PROT_READ)                                 = 0
A page_mapcount(p)                                                    = 0
A load(a+0x12345678)                                                  = 8
A page_mapcount(p)                                                    = 1
A load(a+0x200000)                                                    = 0
A mprotect(a, 1G, PROT_READ|PROT_WRITE)                               = 0
A munmap(a, 4096)                                                     = 0
A load(a+0x1000)                                                      = 0
A load(a+0x12345678)                                                  = 8
A munmap(a, 2G)                                                       = 0
