# A device with a page size of its own, as device-dax has it: mappings are multiples of that size, every entry has it, and no
# border may come between.
device("mem0", size=2G, kind=generic, align=1G)
device("mem1", size=4M, kind=generic, align=2M)
device("mem2", size=4M, kind=generic, align=4K)
A open("/mem0", O_RDWR)                                               = f
A mmap(NULL, 2M, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0)              = -1 EINVAL
A mmap(0x40200000, 1G, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = -1 EINVAL
A mmap(NULL, 1G, PROT_READ|PROT_WRITE, MAP_PRIVATE, f, 0)             = -1 EINVAL
A mmap(0x40000000, 2G, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = a
A store(a+0x12345678, 7)
A page(a)                                                             = p
A page_mapcount(p)                                                    = 1
A munmap(a+0x200000, 2M)                                              = -1 EINVAL
A mprotect(a, 2M, PROT_READ)                                          = -1 EINVAL
A mlock(a, 4096)                                                      = -1 EINVAL
A madvise(a, 2M, MADV_DONTFORK)                                       = -1 EINVAL
A mremap(a, 2M, 2M, MREMAP_MAYMOVE|MREMAP_FIXED, 0x100000000)         = -1 EINVAL
A page_mapcount(p)                                                    = 1
# What changes no mapping may have any size: the entry goes, and comes back.
A madvise(a, 4096, MADV_DONTNEED)                                     = 0
A page_mapcount(p)                                                    = 0
A load(a+0x12345678)                                                  = 7
A page_mapcount(p)                                                    = 1
A munmap(a, 1G)                                                       = 0
A load(a+0x40000000)                                                  = 0
# Without huge entries nothing can be mapped.
A madvise(a+0x40000000, 1G, MADV_NOHUGEPAGE)                          = 0
A madvise(a+0x40000000, 1G, MADV_DONTNEED)                            = 0
A load(a+0x40000000)                                                  = SIGBUS BUS_ADRERR
# The page size of others.
A open("/mem1", O_RDWR)                                               = g
A mmap(NULL, 2M, PROT_READ|PROT_WRITE, MAP_SHARED, g, 2M)             = b
A store(b, 1)
A page(b)                                                             = q
A page_count(q)                                                       = 2
A munmap(b+0x1000, 4096)                                              = -1 EINVAL
A open("/mem2", O_RDWR)                                               = h
A mmap(NULL, 4M, PROT_READ|PROT_WRITE, MAP_SHARED, h, 0)              = c
A store(c, 1)
A store(c+4096, 2)
A munmap(c+4096, 4096)                                                = 0
A load(c)                                                             = 1
