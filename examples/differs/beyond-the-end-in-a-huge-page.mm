# A file in memory ends inside a huge page that MADV_COLLAPSE made in the cache, though the call refused to map it: pages beyond
# the end can be read on Linux, here they are SIGBUS as they were before.
machine(thp=madvise)
A memfd_create("m", 0)                                              = f
A ftruncate(f, 2121728)                                             = 0
A mmap(0x100000600000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_LOCKED, f, 2M) = 0x100000600000
A madvise(0x100000600000, 2M, MADV_COLLAPSE)                        = -1 EINVAL
A check(0x100000608000, 4096, 0)                                    = SIGBUS BUS_ADRERR
