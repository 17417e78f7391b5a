# A page of shared memory is pinned without locks while it is about to be copied into a huge page: either the pin is seen and the
# page stays, or it is of the huge page.
machine(memory=8M)
A memfd_create("m", 0)                                                     = f
A ftruncate(f, 2M)                                                         = 0
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0)   = a
A store(a, 1)                                                              = 0
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A madvise(a, 2M, MADV_COLLAPSE)                                            = 0 | -1 EAGAIN
T pin_user_pages_fast(a, 1, FOLL_WRITE)                                    = pins
T dma_write(pins, 9)
T unpin_user_pages(pins)
finally:
A load(a)                                                                  = 9
