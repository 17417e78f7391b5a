# MADV_COLLAPSE makes small pages one huge page whatever the machine's setting; holes become zeroes. It refuses what holds
# nothing, what is not aligned, and what somebody has pinned.
machine(thp=never)
A mmap(0x40000000, 4M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 2M, MADV_COLLAPSE)                          = -1 EINVAL
A store(a+0x1000, 1)                                     = 0
A store(a+0x200000, 2)                                   = 0
A madvise(a, 4096, MADV_COLLAPSE)                        = 0
A pin_user_pages(a+0x1000, 1, FOLL_WRITE)                = pins
A madvise(a, 4M, MADV_COLLAPSE)                          = -1 EAGAIN
A smaps(a) = "Rss=2052 Pss=2052 Private_Dirty=2052 Referenced=2052 Anonymous=2052 AnonHugePages=2048"
A unpin_user_pages(pins)
A madvise(a, 4M, MADV_COLLAPSE)                          = 0
A smaps(a) = "Rss=4096 Pss=4096 Private_Dirty=4096 Referenced=4096 Anonymous=4096 AnonHugePages=4096"
A load(a+0x1000)                                         = 1
A load(a+0x2000)                                         = 0
A load(a+0x200000)                                       = 2
# Where nothing was discarded page by page a table without entries is left, which counts as full of holes.
A madvise(a, 2M, MADV_DONTNEED)                          = 0
A madvise(a, 2M, MADV_COLLAPSE)                          = -1 EINVAL
A store(a, 1)                                            = 0
A madvise(a, 4096, MADV_DONTNEED)                        = 0
A madvise(a, 2M, MADV_COLLAPSE)                          = 0
