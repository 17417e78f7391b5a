# mremap grows and shrinks a mapping where it is, if what follows is free.
A mmap(0x10000000, 16K, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
A fill(0x10000000, 16K, 4)                            = 0
A mremap(0x10000000, 16K, 64K, 0)                     = 0x10000000
A check(0x10004000, 48K, 0)                           = 0
A check(0x10000000, 16K, 4)                           = 0
A mremap(0x10000000, 64K, 8192, 0)                    = 0x10000000
A load(0x10002000)                                    = SIGSEGV SEGV_MAPERR
A mremap(0x10000000, 8192, 16K, 0)                    = 0x10000000
A check(0x10002000, 8192, 0)                          = 0          # what was cut off is lost
A mmap(0x10004000, 4096, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10004000
A mremap(0x10000000, 16K, 20K, 0)                     = -1 ENOMEM  # no room, and it may not move
A mremap(0x10000000, 16K, 20K, MREMAP_MAYMOVE)        = b
A check(b, 8192, 4)                                   = 0
A load(0x10000000)                                    = SIGSEGV SEGV_MAPERR
A mremap(b, 20K, 0, MREMAP_MAYMOVE)                   = -1 EINVAL
A mremap(0x50000000, 4096, 8192, MREMAP_MAYMOVE)      = -1 EFAULT
