# munmap takes whole pages out of any number of mappings, splits those it cuts, and does not mind holes.
A mmap(0x10000000, 64K, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
A mmap(0x10020000, 64K, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)            = 0x10020000
A fill(0x10000000, 64K, 3)         = 0
A munmap(0x10004000, 8192)         = 0
A maps() = "10000000-10004000 rw-p 00000000 00:00 0\n10006000-10010000 rw-p 00000000 00:00 0\n10020000-10030000 r--p 00000000 00:00 0"
A load(0x10004000)                 = SIGSEGV SEGV_MAPERR
A load(0x10003fff)                 = 3
A load(0x10006000)                 = 3
A munmap(0x10008000, 0x20000)      = 0     # the rest of one, a hole, half of the other
A maps() = "10000000-10004000 rw-p 00000000 00:00 0\n10006000-10008000 rw-p 00000000 00:00 0\n10028000-10030000 r--p 00000000 00:00 0"
A munmap(0x10000000, 1)            = 0     # a length is rounded up to pages
A load(0x10000fff)                 = SIGSEGV SEGV_MAPERR
A load(0x10001000)                 = 3
A munmap(0x30000000, 64K)          = 0     # nothing there
A munmap(0x10001001, 4096)         = -1 EINVAL
A munmap(0x10001000, 0)            = -1 EINVAL
A munmap(0x7ffffffff000, 8192)     = -1 EINVAL
