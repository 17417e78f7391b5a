# An entry of 1 GiB is discarded while another thread pins pages behind it without locks, and stores through the pin reach the
# memory wherever it is mapped next.
device("mem0", size=1G, kind=generic)
A open("/mem0", O_RDWR)                                               = f
A mmap(0x40000000, 1G, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = a
A store(a+0x1ff000, 5)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A madvise(a, 1G, MADV_DONTNEED)                                       = 0
T pin_user_pages_fast(a+0x1ff000, 2, FOLL_WRITE)                      = p
T dma_write(p, 9)
finally:
A load(a+0x1ff000)                                                    = 9
A load(a+0x200fff)                                                    = 9
A page(a)                                                             = q
A page_mapcount(q)                                                    = 1
A page_count(q)                                                       = 4 | 1
A unpin_user_pages(p)
A page_count(q)                                                       = 2 | 1
