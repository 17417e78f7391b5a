# A huge page moves to where it lies across two tables. One page of it is freed, so it is split, for it is one process that
# maps it, though from two tables: its pages, all full of zeroes, become the page of zeros.
machine(memory=256M, thp=madvise)
A mmap(0x100000200000, 2097152, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x100000200000
A cas(0x100000259000, 0, 0, 1) = 0x0
A madvise(0x100000200000, 6291456, MADV_COLLAPSE) = -1 ENOMEM
A mremap(0x100000200000, 4194304, 4194304, MREMAP_MAYMOVE|MREMAP_FIXED, 0x1000007c0000) = 0x1000007c0000
A madvise(0x100000958000, 4096, MADV_FREE) = 0
