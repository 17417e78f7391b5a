# An old length of 0 gives a shared mapping a second place, and a private one nothing.
A file("data", 16K)                                           = f
A mmap(NULL, 16K, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0)     = a
A mremap(a+0x1000, 0, 8192, MREMAP_MAYMOVE)                   = b
A store(b, 21)                                                = 0
A load(a+0x1000)                                              = 21
A load(a)                                                     = 0
A mmap(NULL, 4096, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = p
A mremap(p, 0, 4096, MREMAP_MAYMOVE)                          = -1 EINVAL
