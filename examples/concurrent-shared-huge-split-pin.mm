# A hole is punched into a huge folio while a page of it is pinned without locks: either the folio stays whole, with zeroes for
# the hole, or the pin is of the one page.
machine(memory=8M)
A memfd_create("m", 0)                                                     = f
A ftruncate(f, 2M)                                                         = 0
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0)   = a
A store(a, 1)                                                              = 0
A madvise(a, 2M, MADV_COLLAPSE)                                            = 0
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A fallocate(f, FALLOC_FL_PUNCH_HOLE|FALLOC_FL_KEEP_SIZE, 0x5000, 4096)     = 0
T pin_user_pages_fast(a+0x4000, 1, FOLL_WRITE)                             = pins
T dma_write(pins, 9)
T unpin_user_pages(pins)
finally:
A load(a+0x4000)                                                           = 9
A load(a+0x5000)                                                           = 0
A load(a)                                                                  = 1
