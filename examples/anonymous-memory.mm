# Fresh anonymous memory reads as zeroes; a store is seen at once, by any access that covers it, and nowhere else.
A mmap(NULL, 16K, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A check(a, 16K, 0)                 = 0
A store(a+5, 0x11223344, 4)        = 0
A load(a+5)                        = 0x44      # little-endian
A load(a+8)                        = 0x11
A load(a+4, 8)                     = 0x1122334400
A store(a+0xffe, 0xaabbccdd, 4)    = 0         # across two pages
A load(a+0x1000, 2)                = 0xaabb
A fill(a+0x2000, 8192, 7)          = 0
A check(a+0x2000, 8192, 7)         = 0
A load(a-1)                        = SIGSEGV SEGV_MAPERR
A load(a+16K)                      = SIGSEGV SEGV_MAPERR
A store(a+0x3ffe, 1, 4)            = SIGSEGV SEGV_MAPERR
A load(a+0x3ffe, 2)                = 0x707     # the store that faulted has changed nothing
A munmap(a, 16K)                   = 0
