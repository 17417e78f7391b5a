# Fork copies the one entry and write-protects both. The next store finds the folio shared: it is split into small entries
# and one page is copied. Once the child is gone the folio is the parent's alone again, and is used in place.
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 2M, MADV_HUGEPAGE)                          = 0
A fill(a, 8192, 1)                                       = 0
A page(a)                                                = p
A fork()                                                 = B
A pagemap(a, 2)                                          = 0x8000000000000000, 0x8000000000000000
B smaps(a) = "Rss=2048 Pss=1024 Shared_Dirty=2048 Anonymous=2048 AnonHugePages=2048 THPeligible=1"
A store(a+0x1000, 2)                                     = 0
A pagemap(a, 3)                                          = 0x8000000000000000, 0x8100000000000000, 0x8000000000000000
A page(a)                                                = p
A smaps(a) = "Rss=2048 Pss=1026 Shared_Dirty=2044 Private_Dirty=4 Referenced=2048 Anonymous=2048 THPeligible=1"
# The child still has one entry, though one page of it is its own now.
B smaps(a) = "Rss=2048 Pss=1026 Shared_Dirty=2044 Private_Dirty=4 Anonymous=2048 AnonHugePages=2048 THPeligible=1"
B pagemap(a, 2)                                          = 0x8000000000000000, 0x8000000000000000
B load(a+0x1000)                                         = 1
B store(a+0x2000, 3)                                     = 0
B exit(0)
A load(a+0x1000)                                         = 2
A store(a+0x3000, 4)                                     = 0
A page(a+0x3000)                                         = p+3
A pagemap(a, 2)                                          = 0x8100000000000000, 0x8100000000000000
