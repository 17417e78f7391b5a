# MADV_COLLAPSE makes shared memory huge: the file gets one folio of 2 MiB, its holes become pages, and every process that maps
# the file loses its small entries there and finds a huge one with its next fault.
machine(thp=madvise)
A memfd_create("m", 0)                                              = f
A ftruncate(f, 4M)                                                  = 0
A mmap(0x40000000, 4M, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0)  = a
A mmap(0x50000000, 4M, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0)  = b
A mmap(0x60001000, 4M, PROT_READ, MAP_SHARED|MAP_FIXED, f, 0)       = c
A mmap(0x70000000, 4M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_FIXED, f, 0) = p
A fork()                                                            = B
# Nothing is there yet.
A madvise(a, 2M, MADV_COLLAPSE)                                     = -1 EINVAL
A store(a, 1)                                                       = 0
A store(a+0x5000, 2)                                                = 0
B load(b+0x5000)                                                    = 2
A store(p+0x6000, 7)                                                = 0
A madvise(a, 2M, MADV_COLLAPSE)                                     = 0
A smaps(a) = "Rss=2048 Pss=2048 Private_Dirty=2048 Referenced=2048 ShmemPmdMapped=2048"
B smaps(b) = ""
A lseek(f, 0, SEEK_HOLE)                                            = 0x200000
A load(a+0x5000)                                                    = 2
A load(a+0x7000)                                                    = 0
# B gets a huge entry by its fault, c does not: 2 MiB of the file are not 2 MiB of its addresses.
B load(b+0x1000)                                                    = 0
B smaps(b) = "Rss=2048 Pss=1024 Shared_Dirty=2048 Referenced=2048 ShmemPmdMapped=2048"
A load(c+0x5000)                                                    = 2
A madvise(c, 4M, MADV_COLLAPSE)                                     = -1 EINVAL
# A private mapping of it may have a huge entry, until it has a page of its own there.
A load(p+0x100000)                                                  = 0
A load(p+0x6000)                                                    = 7
A madvise(p, 2M, MADV_COLLAPSE)                                     = -1 EINVAL
A madvise(p, 2M, MADV_DONTNEED)                                     = 0
A madvise(p, 2M, MADV_COLLAPSE)                                     = 0
A load(p+0x6000)                                                    = 0
A smaps(p) = "Rss=2048 Pss=677 Shared_Dirty=2048 Referenced=2048 ShmemPmdMapped=2048"
# A store to it takes the huge entry away and makes a copy of one page.
A store(p+0x5000, 9)                                                = 0
A smaps(p) = "Rss=4 Pss=4 Private_Dirty=4 Referenced=4 Anonymous=4"
# What changes part of an entry clears it; the folio is whole still.
A mprotect(a+0x1000, 4096, PROT_READ)                               = 0
A smaps(a+0x1000) = ""
A load(a+0x2000)                                                    = 0
B madvise(b, 4096, MADV_DONTNEED)                                   = 0
B smaps(b) = ""
B store(b+0x3000, 4)                                                = 0
B smaps(b) = "Rss=2048 Pss=2002 Shared_Dirty=72 Private_Dirty=1976 Referenced=2048 ShmemPmdMapped=2048"
# A hole in the middle splits the folio around it.
B fallocate(f, FALLOC_FL_PUNCH_HOLE|FALLOC_FL_KEEP_SIZE, 0x5000, 0x8000) = 0
B lseek(f, 0, SEEK_HOLE)                                            = 0x5000
B lseek(f, 0x5000, SEEK_DATA)                                       = 0xd000
B smaps(b) = ""
B load(b+0x3000)                                                    = 4
B load(b+0x5000)                                                    = 0
