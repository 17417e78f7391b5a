# A pin that may last moves a huge page out of memory that must stay movable, as a whole where 2 MiB are free elsewhere. What
# the device writes is what the program reads.
machine(memory=16M, movable=4M)
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 2M, MADV_HUGEPAGE)                          = 0
A fill(a, 8192, 1)                                       = 0
A page(a)                                                = p
A pin_user_pages(a+0x1000, 2, FOLL_WRITE|FOLL_LONGTERM)  = pins
A page(a)                                                = q
A page(a+0x1000)                                         = q+1
A dma_write(pins, 9)
A load(a+0x1000)                                         = 9
A load(a)                                                = 1
A smaps(a)                                               = "Rss=2048 Pss=2048 Private_Dirty=2048 Referenced=2048 Anonymous=2048 AnonHugePages=2048 THPeligible=1"
A migrate_page(q)                                        = -1 EAGAIN
A unpin_user_pages(pins)
# It is not moved again: it may stay where it is.
A pin_user_pages(a, 512, FOLL_WRITE|FOLL_LONGTERM)       = all
A page(a)                                                = q
A unpin_user_pages(all)
