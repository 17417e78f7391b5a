# Where at most 500 pages of a huge page may be full of zeroes, one that holds less than twelve pages of anything else is split
# when memory is short. One that is locked into memory stays, as its pages of zeroes would.
machine(memory=32M, max_ptes_none=500)
A mmap(0x40000000, 4M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 4M, MADV_HUGEPAGE)                          = 0
A fill(a, 12*4096, 1)                                    = 0
A fill(a+2M, 11*4096, 1)                                 = 0
A mlock(a+2M, 4096)                                      = 0
A split_deferred(512)                                    = 0
A munlock(a+2M, 4096)                                    = 0
# Neither is looked at twice: only a new one is.
A split_deferred(512)                                    = 0
A mmap(0x50000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = b
A madvise(b, 2M, MADV_HUGEPAGE)                          = 0
A fill(b, 11*4096, 1)                                    = 0
A split_deferred(512)                                    = 501
A smaps(b)                                               = "Rss=44 Pss=44 Private_Dirty=44 Referenced=44 Anonymous=44 THPeligible=1"
A check(b, 11*4096, 1)
A load(b+0x100000)                                       = 0
A store(b+0x100000, 1)                                   = 0
