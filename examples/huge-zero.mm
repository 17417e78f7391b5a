# The first load brings the huge page of zeros, which all share and which costs nothing; the first store after it a huge page
# of the mapping's own. A change of rights for a part leaves small pages of zeros.
A mmap(0x40000000, 4M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 4M, MADV_HUGEPAGE)                          = 0
A load(a+100)                                            = 0
A load(a+0x200000)                                       = 0
A smaps(a)                                               = "THPeligible=1"
A pagemap(a, 2)                                          = 0xa000000000000000, 0xa000000000000000
A store(a+0x3000, 7)                                     = 0
A smaps(a) = "Rss=2048 Pss=2048 Private_Dirty=2048 Referenced=2048 Anonymous=2048 AnonHugePages=2048 THPeligible=1"
A pagemap(a+0x1ff000, 2)                                 = 0x8100000000000000, 0xa000000000000000
A mprotect(a+0x200000, 4096, PROT_READ)                  = 0
A pagemap(a+0x200000, 2)                                 = 0x8000000000000000, 0x8000000000000000
A store(a+0x201000, 1)                                   = 0
A smaps(a+0x201000) = "Rss=4 Pss=4 Private_Dirty=4 Referenced=4 Anonymous=4"
