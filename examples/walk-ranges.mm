# A walk of a range counts the entries that are there: untouched pages, holes between mappings and guard
# markers are none; a page that may not be accessed at all still is one.
A mmap(0x10000000, 16*4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A mmap(0x10020000, 4*4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = b
A walk_page_range(a, 0x40000)           = 0
A store(a, 1)
A load(a+0x3000)                        = 0
A store(b+0x1000, 1)
A walk_page_range(a, 0x40000)           = 3
A walk_page_range(a, 0x1000)            = 1
A walk_page_range(a+0x1000, 0x2000)     = 0
A walk_page_vma(a)                      = 2
A walk_page_vma(b+0x3000)               = 1
A walk_page_vma(a+0x12000)              = -1 EFAULT
A walk_page_range(a, 0)                 = -1 EINVAL
A mprotect(a, 0x1000, PROT_NONE)
A walk_page_range(a, 0x1000)            = 1
A madvise(b, 0x4000, MADV_GUARD_INSTALL)
A walk_page_vma(b)                      = 0
# A child's tables say the same, shared or copied.
A fork()                                = C
C walk_page_range(0x10000000, 0x40000)  = 2
C munmap(0x10000000, 16*4096)
C walk_page_range(0x10000000, 0x40000)  = 0
A walk_page_range(a, 0x40000)           = 2
