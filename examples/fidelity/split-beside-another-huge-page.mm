# A huge page that lies across two tables since a move: where its first half was, another huge page is by now. A split of the
# first passes over that and finds the second half: its pages of zeros go, the two others stay.
machine(thp=madvise)
A mmap(0x40000000, 6M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = p
A madvise(p, 6M, MADV_HUGEPAGE)                          = 0
A store(p+2M, 1)                                         = 0
A store(p+0x32c000, 5)                                   = 0
A store(p+0x390000, 5)                                   = 0
A mremap(p, 6M, 6M, MREMAP_MAYMOVE|MREMAP_FIXED, 0x60100000) = 0x60100000
A madvise(0x60300000, 1M, MADV_DONTNEED)                 = 0
A madvise(0x60200000, 2M, MADV_COLLAPSE)                 = 0
A madvise(0x60408000, 4096, MADV_COLD)                   = 0
A load(0x6042c000)                                       = 5
A load(0x60490000)                                       = 5
