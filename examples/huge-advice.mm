# MADV_FREE and MADV_COLD of a whole huge page leave it whole. Of a part they split the folio: pages that hold nothing but
# zeroes are mapped as the page of zeros then, and the others stay where they are. A folio that a child shares is left alone.
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 2M, MADV_HUGEPAGE)                          = 0
A store(a, 1)                                            = 0
A store(a+0x5000, 1)                                     = 0
A page(a)                                                = p
A fork()                                                 = B
A madvise(a, 4096, MADV_FREE)                            = 0
A smaps(a) = "Rss=2048 Pss=1024 Shared_Dirty=2048 Referenced=2048 Anonymous=2048 AnonHugePages=2048 THPeligible=1"
B exit(0)
A madvise(a, 2M, MADV_FREE)                              = 0
A smaps(a) = "Rss=2048 Pss=2048 Private_Clean=2048 Anonymous=2048 AnonHugePages=2048 THPeligible=1"
A madvise(a, 4096, MADV_COLD)                            = 0
A smaps(a) = "Rss=8 Pss=8 Private_Clean=8 Anonymous=8 THPeligible=1"
A page(a+0x5000)                                         = q == p+5
A page_count(q)                                          = 1
A load(a+0x5000)                                         = 1
A load(a+0x6000)                                         = 0
A store(a+0x6000, 1)                                     = 0
A smaps(a) = "Rss=12 Pss=12 Private_Clean=8 Private_Dirty=4 Referenced=8 Anonymous=12 THPeligible=1"
