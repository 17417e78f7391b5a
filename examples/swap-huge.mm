# Huge pages go to swap as a whole and come back page by page. Each line of pagemap was asked of Linux 6.18 with swap on a block
# device (zram): bit 62 says that a page is in swap.
machine(memory=32M, swap=16M)
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 2M, MADV_HUGEPAGE)                  = 0
A fill(a, 8192, 1)                               = 0
A madvise(a, 2M, MADV_PAGEOUT)                   = 0
A pagemap(a+0x1000, 2)                           = 0x4000000000000000, 0x4000000000000000
A smaps(a)                                       = "THPeligible=1"
A store(a, 2)                                    = 0
A load(a+0x100000)                               = 0
A pagemap(a, 2)                                  = 0x8100000000000000, 0x4000000000000000
A smaps(a)                                       = "Rss=8 Pss=8 Private_Clean=4 Private_Dirty=4 Referenced=8 Anonymous=8 THPeligible=1"
# Of a part that goes the rest stays, split; full of zeroes it is the page of zeros.
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 2M, MADV_HUGEPAGE)                  = 0
A fill(a, 8192, 1)                               = 0
A madvise(a, 1M, MADV_PAGEOUT)                   = 0
A pagemap(a+0x1000, 2)                           = 0x4000000000000000, 0x8000000000000000
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 2M, MADV_HUGEPAGE)                  = 0
A fill(a, 2M, 1)                                 = 0
A munmap(a+1M, 4096)                             = 0
A madvise(a, 1M, MADV_PAGEOUT)                   = 0
A pagemap(a+0xff000, 3)                          = 0x4000000000000000, 0, 0x8100000000000000
# With a child it stays, and so does what is locked into memory or held.
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 2M, MADV_HUGEPAGE)                  = 0
A fill(a, 2M, 1)                                 = 0
A fork()                                         = B
A madvise(a, 2M, MADV_PAGEOUT)                   = 0
A pagemap(a, 1)                                  = 0x8000000000000000
B exit(0)
A pin_user_pages(a+0x1000, 1, FOLL_WRITE)        = pins
A madvise(a, 2M, MADV_PAGEOUT)                   = 0
A smaps(a)                                       = "Rss=2048 Pss=2048 Private_Dirty=2048 Referenced=2048 Anonymous=2048 AnonHugePages=2048 THPeligible=1"
A unpin_user_pages(pins)
A mlock(a, 4096)                                 = 0
A madvise(a+0x1000, 2M-0x1000, MADV_PAGEOUT)     = 0
A pagemap(a, 2)                                  = 0x8100000000000000, 0x4000000000000000
# What is spared goes as a whole, if nobody has stored to it since; else it stays, and goes to swap the next time.
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 2M, MADV_HUGEPAGE)                  = 0
A fill(a, 2M, 1)                                 = 0
A madvise(a, 2M, MADV_FREE)                      = 0
A madvise(a, 2M, MADV_PAGEOUT)                   = 0
A pagemap(a, 2)                                  = 0, 0
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 2M, MADV_HUGEPAGE)                  = 0
A fill(a, 2M, 1)                                 = 0
A madvise(a, 2M, MADV_FREE)                      = 0
A store(a+0x5000, 2)                             = 0
A madvise(a, 2M, MADV_PAGEOUT)                   = 0
A smaps(a)                                       = "Rss=2048 Pss=2048 Private_Dirty=2048 Referenced=2048 Anonymous=2048 THPeligible=1"
A madvise(a, 2M, MADV_PAGEOUT)                   = 0
A pagemap(a, 2)                                  = 0x4000000000000000, 0x4000000000000000
A check(a+0x6000, 4096, 1)
