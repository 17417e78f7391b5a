# brk moves the end of the heap, a byte at a time in name and a page at a time in truth; it never fails, it stays.
A brk(NULL)                = start
A brk(start+100)           = start+100
A store(start+4095, 1)     = 0
A load(start+4096)         = SIGSEGV SEGV_MAPERR
A brk(start+64K)           = start+64K
A fill(start, 64K, 8)      = 0
A brk(start+8192)          = start+8192
A load(start+8192)         = SIGSEGV SEGV_MAPERR
A brk(start+64K)           = start+64K
A check(start+8192, 56K, 0) = 0             # what came back is new
A brk(start-1)             = start+64K      # below the start: refused
A mmap(start+80K, 4096, PROT_NONE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = ?
A brk(start+128K)          = start+64K      # something lies in the way
A brk(start)               = start
A load(start)              = SIGSEGV SEGV_MAPERR
