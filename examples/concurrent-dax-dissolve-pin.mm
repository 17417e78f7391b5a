# A pin without locks looks up which folio a page of 2 MiB of a device's file belongs to, and by the time it counts, the file
# was truncated and the first frame is another file's: the pin does not count a stranger.
device("pmem0", size=2M)
A file("/pmem0/a", 2M)                                                = f
A fallocate(f, 0, 0, 2M)                                              = 0
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = a
A mmap(0x3ffff000, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = own
A store(own, 1)
A store(a, 1)
A file("/pmem0/b", 4096)                                              = g
A mmap(0x50000000, 4096, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, g, 0) = b
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
T pin_user_pages_fast(own, 2, FOLL_WRITE)                              = p
T dma_write(p, 9)
T unpin_user_pages(p)
A ftruncate(f, 0)                                                     = 0
A store(b, 2)
finally:
A load(b)                                                             = 2
