# MADV_COLD of a part of a huge page, a page of which mremap has taken to another table: one space alone maps it still, so it is
# split, and the page of zeros takes the place of pages that hold only zeros.
machine(thp=madvise)
A mmap(0x100000400000, 4M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x100000400000
A madvise(0x100000400000, 2M, MADV_HUGEPAGE)                        = 0
A store(0x10000043e000, 0)                                          = 0
A mremap(0x10000045c000, 4096, 4096, MREMAP_MAYMOVE|MREMAP_FIXED, 0x7fff0000) = 0x7fff0000
A madvise(0x100000468000, 4096, MADV_COLD)                          = 0
