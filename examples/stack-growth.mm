# A MAP_GROWSDOWN mapping grows as accesses go down from it, until 256 pages lie between it and its neighbour.
A mmap(0x20000000, 64K, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED|MAP_GROWSDOWN, -1, 0) = 0x20000000
A mmap(0x1fe00000, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x1fe00000
A store(0x1ffff000, 1)       = 0                       # the page under it: it grows
A store(0x1fff0000, 1)       = 0                       # 15 pages at once
A load(0x1fffa000)           = 0                       # between them: grown as well
A store(0x1ff02000, 1)       = 0
A store(0x1ff00000, 1)       = SIGSEGV SEGV_MAPERR     # too near: 256 pages must stay free
A store(0x1ff01000, 1)       = 0                       # the last page that keeps the distance
A load(0x1fe01000)           = SIGSEGV SEGV_MAPERR
A maps() = "1fe00000-1fe01000 rw-p 00000000 00:00 0\n1ff01000-20010000 rw-p 00000000 00:00 0"
