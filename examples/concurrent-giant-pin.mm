# A pin without locks of pages behind an entry of 1 GiB against munmap: the entry is read again after the pages were taken, and
# if it has gone they are given back. All pages of the entry are one folio, so that three pins change its count once.
device("mem0", size=1G, kind=generic)
A open("/mem0", O_RDWR)                                               = f
A mmap(0x3ffff000, 4K, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = own
A mmap(0x40000000, 1G, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = a
A store(own, 1)
A store(a, 1)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
T pin_user_pages_fast(own, 4, FOLL_WRITE)                             = p
T dma_write(p, 9)
A munmap(a, 1G)                                                       = 0
finally:
A unpin_user_pages(p)
A mmap(0x40000000, 1G, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = a
A load(a)                                                             = 1 | 9
