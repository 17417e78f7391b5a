# cas is one step: it gives what was there, and stores only where that is what was asked for.
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A cas(a, 0, 5, 8)                    = 0
A cas(a, 0, 6, 8)                    = 5
A load(a, 8)                         = 5
A cas(a, 5, 0x1122334455667788, 8)   = 5
A cas(a, 0x88, 1)                    = 0x88
A load(a, 8)                         = 0x1122334455667701
A mprotect(a, 4096, PROT_READ)       = 0
A cas(a, 0, 6, 8)                    = SIGSEGV SEGV_ACCERR    # also where nothing would be stored
