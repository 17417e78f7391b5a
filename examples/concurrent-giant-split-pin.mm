# An entry of 1 GiB is split, as a page at its end is unmapped, while another thread pins pages behind it without locks. The folio
# stays whole, so that the pins mean the same before and after, whatever entries they came by.
device("mem0", size=1G, kind=generic)
A open("/mem0", O_RDWR)                                               = f
A mmap(0x40000000, 1G, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = a
A store(a+0x1ff000, 5)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A munmap(a+0x3ffff000, 4096)                                          = 0
A store(a+0x1ff008, 6)
T pin_user_pages_fast(a+0x1ff000, 2, FOLL_WRITE)                      = p
T dma_write(p, 9)
finally:
A load(a+0x1ff000)                                                    = 9
A load(a+0x1ff008)                                                    = 6 | 9
A load(a+0x200fff)                                                    = 9
A page(a)                                                             = q
A page_count(q)                                                       = count
A unpin_user_pages(p)
A munmap(a, 1G)
A page_count(q)                                                       = 1
