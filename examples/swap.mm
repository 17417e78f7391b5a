# Private pages that go to swap and come back: what a program sees of it is where they are, and never what they hold.
machine(memory=1M, swap=1M)
A mmap(NULL, 16K, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = p
A fill(p, 16K, 7)
A madvise(p, 12K, MADV_PAGEOUT)                  = 0
# Bit 62 of the pagemap: in swap. Nothing is told of where.
A pagemap(p, 4)                                  = 0x4000000000000000, 0x4000000000000000, 0x4000000000000000, 0x8100000000000000
A mincore(p, 16K, [0, 0, 0, 1])                  = 0
A load(p)                                        = 7
A pagemap(p, 1)                                  = 0x8100000000000000
# Moving, discarding and protecting what is in swap.
A mremap(p+4096, 4096, 4096, MREMAP_MAYMOVE|MREMAP_FIXED, 0x40000000) = q
A load(q)                                        = 7
A madvise(p+8192, 4096, MADV_DONTNEED)           = 0
A load(p+8192)                                   = 0
A madvise(q, 4096, MADV_PAGEOUT)                 = 0
A mprotect(q, 4096, PROT_READ)                   = 0
A store(q, 1)                                    = SIGSEGV SEGV_ACCERR
A check(q, 4096, 7)
# What MADV_FREE meets in swap it drops at once.
A mprotect(q, 4096, PROT_READ|PROT_WRITE)        = 0
A madvise(q, 4096, MADV_PAGEOUT)                 = 0
A madvise(q, 4096, MADV_FREE)                    = 0
A load(q)                                        = 0
