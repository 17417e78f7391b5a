# MREMAP_FIXED moves a mapping, and its bytes with it, over whatever lies at the new place.
A mmap(0x10000000, 32K, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
A mmap(0x20000000, 64K, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x20000000
A fill(0x10000000, 32K, 1)                                                            = 0
A store(0x10003000, 77)                                                               = 0
A fill(0x20000000, 64K, 2)                                                            = 0
A mremap(0x10002000, 8192, 8192, MREMAP_MAYMOVE|MREMAP_FIXED, 0x20004000)             = 0x20004000
A load(0x20005000)                                                                    = 77
A load(0x20003fff)                                                                    = 2
A load(0x20006000)                                                                    = 2
A load(0x10002000)                                                                    = SIGSEGV SEGV_MAPERR
A load(0x10004000)                                                                    = 1
A maps() = "10000000-10002000 rw-p 00000000 00:00 0\n10004000-10008000 rw-p 00000000 00:00 0\n20000000-20004000 rw-p 00000000 00:00 0\n20004000-20006000 rw-p 00000000 00:00 0\n20006000-20010000 rw-p 00000000 00:00 0"
A mremap(0x10004000, 8192, 8192, MREMAP_FIXED, 0x30000000)                            = -1 EINVAL
A mremap(0x10004000, 8192, 8192, MREMAP_MAYMOVE|MREMAP_FIXED, 0x10005000)             = -1 EINVAL   # onto itself
A mremap(0x10004000, 8192, 8192, MREMAP_MAYMOVE|MREMAP_FIXED, 0x30000001)             = -1 EINVAL
