# FOLL_FORCE overrides what a private mapping allows, and only there: a write makes a copy, which is this mapping's alone,
# and never reaches the file. A shared mapping's rights protect the file and hold.
A file("data", 8K)                                        = f
A pwrite64(f, "original", 8, 0)                           = 8
A mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, f, 0)          = private
A mmap(NULL, 4096, PROT_READ, MAP_SHARED, f, 0)           = shared
A mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE, f, 0)          = none
A pin_user_pages(private, 1, FOLL_WRITE)                  = -1 EFAULT
A pin_user_pages(shared, 1, FOLL_WRITE|FOLL_FORCE)        = -1 EFAULT
A pin_user_pages(none, 1, 0)                              = -1 EFAULT
A pin_user_pages(none, 1, FOLL_FORCE)                     = r
A dma_read(r)                                             = 0x6f
A pin_user_pages(private, 1, FOLL_WRITE|FOLL_FORCE)       = p
A dma_write(p, 1)
A load(private)                                           = 1
A load(shared)                                            = 0x6f
A store(private, 2)                                       = SIGSEGV SEGV_ACCERR
A pread64(f, "original", 8, 0)                            = 8
A unpin_user_pages(p)
A unpin_user_pages(r)
