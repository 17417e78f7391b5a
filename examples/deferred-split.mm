# A huge page that is mapped only a part keeps the rest of its memory until somebody needs it: then it is split, what nobody
# maps is free, and pages full of zeroes become the page of zeros. Linux 6.18 counts the same: thp_deferred_split_page
# in /proc/vmstat for each of these, thp_split_page and what is left in memory when its shrinkers run.
machine(memory=32M)
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 2M, MADV_HUGEPAGE)                          = 0
A fill(a, 8192, 1)                                       = 0
A page(a)                                                = p
A split_deferred(1)                                      = 0
A munmap(a+0x100000, 0x100000)                           = 0
A smaps(a)                                               = "Rss=1024 Pss=1024 Private_Dirty=1024 Referenced=1024 Anonymous=1024"
A pin_user_pages(a, 1, FOLL_WRITE)                       = pins
A split_deferred(1)                                      = 0
A unpin_user_pages(pins)
# Of 512 pages two stay.
A split_deferred(1)                                      = 510
A smaps(a)                                               = "Rss=8 Pss=8 Private_Dirty=8 Referenced=8 Anonymous=8"
A check(a, 8192, 1)
A load(a+0x2000)                                         = 0
A split_deferred(1)                                      = 0
A munmap(a, 0x100000)                                    = 0
# Discarding some pages.
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 2M, MADV_HUGEPAGE)                          = 0
A fill(a, 2M, 1)                                         = 0
A madvise(a+0x2000, 0xa000, MADV_DONTNEED)               = 0
A split_deferred(1)                                      = 10
# Copies after a fork: as long as the child has the page it is in use.
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 2M, MADV_HUGEPAGE)                          = 0
A fill(a, 2M, 1)                                         = 0
A fork()                                                 = B
A store(a+0x1000, 2)                                     = 0
A split_deferred(1)                                      = 0
B exit(0)
A split_deferred(1)                                      = 1
A load(a+0x1000)                                         = 2
# Moved elsewhere a page is in use, until it is unmapped there.
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 2M, MADV_HUGEPAGE)                          = 0
A fill(a, 2M, 1)                                         = 0
A mremap(a+0x1000, 4096, 4096, MREMAP_MAYMOVE|MREMAP_FIXED, 0x50000000) = b
A split_deferred(1)                                      = 0
A munmap(b, 4096)                                        = 0
A split_deferred(1)                                      = 1
A munmap(a, 2M)                                          = 0
A split_deferred(1)                                      = 0
