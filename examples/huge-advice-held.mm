# Two halves of huge folios in one table. MADV_COLD and MADV_FREE split one of which they cover a part; one that somebody holds
# is passed over, and its pages do not take the advice; what lies behind it does.
machine(thp=madvise)
A mmap(0x40000000, 4M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 4M, MADV_HUGEPAGE)                          = 0
A store(a+0x5000, 1)                                     = 0
A store(a+2M+0x5000, 1)                                  = 0
A mremap(a, 1M, 1M, MREMAP_MAYMOVE|MREMAP_FIXED, 0x60000000)      = b
A mremap(a+2M, 1M, 1M, MREMAP_MAYMOVE|MREMAP_FIXED, 0x60100000)   = c
A get_user_pages(b, 1, 0)                                = held
A madvise(b, 2M, MADV_COLD)                              = 0
A smaps(b) = "Rss=1024 Pss=1024 Private_Dirty=1024 Referenced=1024 Anonymous=1024"
A smaps(c) = "Rss=4 Pss=4 Private_Dirty=4 Anonymous=4"
A madvise(b, 2M, MADV_FREE)                              = 0
A smaps(b) = "Rss=1024 Pss=1024 Private_Dirty=1024 Referenced=1024 Anonymous=1024"
A smaps(c) = "Rss=4 Pss=4 Private_Clean=4 Anonymous=4"
A put_pages(held)
A madvise(b, 2M, MADV_FREE)                              = 0
A smaps(b) = "Rss=4 Pss=4 Private_Clean=4 Anonymous=4"
# Whole huge pages, the first of them held: it takes the advice whole, but not in part.
A mmap(0x40000000, 4M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 4M, MADV_HUGEPAGE)                          = 0
A store(a+0x9000, 1)                                     = 0
A store(a+2M+0x9000, 1)                                  = 0
A get_user_pages(a+0x9000, 1, 0)                         = again
A madvise(a+0x1000, 4088K, MADV_COLD)                    = 0
A smaps(a) = "Rss=2052 Pss=2052 Private_Dirty=2052 Referenced=2048 Anonymous=2052 AnonHugePages=2048 THPeligible=1"
A put_pages(again)
