# MREMAP_DONTUNMAP moves the pages and leaves an empty mapping behind.
A mmap(0x10000000, 16K, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
A fill(0x10000000, 16K, 6)                                             = 0
A mremap(0x10000000, 16K, 16K, MREMAP_MAYMOVE|MREMAP_DONTUNMAP, 0)     = b
A check(b, 16K, 6)                                                     = 0
A check(0x10000000, 16K, 0)                                            = 0
A store(0x10000000, 1)                                                 = 0
A load(b)                                                              = 6
A mremap(b, 16K, 32K, MREMAP_MAYMOVE|MREMAP_DONTUNMAP, 0)              = -1 EINVAL
