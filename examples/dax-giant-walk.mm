# A walk over tables meets an entry of 1 GiB once. Walks that ask for it by its level leave it whole; those that only know of what
# lies below, as mincore and pagemap do, have it split first, which for a device's memory means that it is cleared: the pages
# come back by a fault, and mincore says that they are not there.
device("mem0", size=1G, kind=generic)
A open("/mem0", O_RDWR)                                               = f
A mmap(0x40000000, 1G, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = a
A store(a+0x5000, 7)
A page(a)                                                             = p
A walk_page_range(a, 1G)                                              = 1
A walk_page_vma(a)                                                    = 1
A page_mapcount(p)                                                    = 1
A mincore(a+0x5000, 4096, [0])                                         = 0
A page_mapcount(p)                                                    = 0
A load(a+0x5000)                                                      = 7
A page_mapcount(p)                                                    = 1
# Fork does not copy it: the child finds the page in the device.
A fork()                                                              = B
A page_mapcount(p)                                                    = 1
B load(a+0x5000)                                                      = 7
A page_mapcount(p)                                                    = 2
B store(a+0x5000, 8)
A load(a+0x5000)                                                      = 8
B exit(0)
A page_mapcount(p)                                                    = 1
# Discarding all of it, and a part.
A madvise(a, 1G, MADV_DONTNEED)                                       = 0
A page_mapcount(p)                                                    = 0
A madvise(a, 1G, MADV_POPULATE_WRITE)                                 = 0
A page_mapcount(p)                                                    = 1
A madvise(a+0x200000, 2M, MADV_DONTNEED)                              = 0
A page_mapcount(p)                                                    = 0
A load(a+0x5000)                                                      = 8
