# Private memory for which huge pages were asked for gets 2 MiB at the first store: one entry, one folio, as Linux does with
# transparent_hugepage set to madvise. What lies outside of an aligned 2 MiB gets small pages.
A mmap(0x40000000, 4M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 4M, MADV_HUGEPAGE)                          = 0
A store(a+5, 1)                                          = 0
A smaps(a) = "Rss=2048 Pss=2048 Private_Dirty=2048 Referenced=2048 Anonymous=2048 AnonHugePages=2048 THPeligible=1"
A page(a)                                                = p
A page(a+0x1ff000)                                       = p+511
A page_mapcount(p)                                       = 1
A page_count(p)                                          = 1
A mincore(a+0x1fe000, 16384, [1, 1, 0, 0])               = 0
A load(a+0x1fffff)                                       = 0
# Taking a part away splits the entry, not the folio: the other pages stay where they are.
A munmap(a+0x1000, 4096)                                 = 0
A page(a+0x2000)                                         = p+2
A page_count(p)                                          = 511
A load(a+5)                                              = 1
A smaps(a+0x2000) = "Rss=2040 Pss=2040 Private_Dirty=2040 Referenced=2040 Anonymous=2040 THPeligible=1"
