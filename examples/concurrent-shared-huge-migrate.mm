# A huge folio of shared memory moves to other frames while another process stores to it and a thread pins a page of it: the
# folio stays where a pin is, and no store is lost.
machine(memory=12M)
A memfd_create("m", 0)                                                     = f
A ftruncate(f, 2M)                                                         = 0
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0)   = a
A store(a, 1)                                                              = 0
A madvise(a, 2M, MADV_COLLAPSE)                                            = 0
A page(a)                                                                  = p
A fork()                                                                   = B
B load(a)                                                                  = 1
concurrently:
A migrate_page(p)                                                          = 0 | -1 EAGAIN
B store(a+0x1000, 2)                                                       = 0
B pin_user_pages_fast(a+0x2000, 1, FOLL_WRITE)                             = pins
B dma_write(pins, 9)
B unpin_user_pages(pins)
finally:
A load(a)                                                                  = 1
A load(a+0x1000)                                                           = 2
A load(a+0x2000)                                                           = 9
