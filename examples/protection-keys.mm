# Protection keys: rights to memory that a task gives and takes without a call and without a flush. The page's entry has
# a key, and a register of the task says what may be done with each.
machine(pkeys=on)
A mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A rdpkru()                                              = 0x55555554  # only key 0 may be used
A pkey_alloc(0, PKEY_DISABLE_WRITE)                     = 1
A rdpkru()                                              = 0x55555558
A store(a, 5)                                           = 0
A pkey_mprotect(a, 4096, PROT_READ|PROT_WRITE, 1)       = 0
A load(a)                                               = 5
A store(a, 6)                                           = SIGSEGV SEGV_PKUERR
A wrpkru(0x55555550)                                    = 0           # all of key 1
A store(a, 6)                                           = 0
A wrpkru(0x55555554)                                    = 0           # nothing of key 1
A load(a)                                               = SIGSEGV SEGV_PKUERR
A load(a+4094, 4)                                       = SIGSEGV SEGV_PKUERR  # two pages at once
A load(a+4096)                                          = 0
A exec(a)                                               = SIGSEGV SEGV_ACCERR  # keys are about data; here PROT_EXEC is missing
A mprotect(a, 4096, PROT_READ)                          = 0           # the key stays
A load(a)                                               = SIGSEGV SEGV_PKUERR
A wrpkru(0x55555550)                                    = 0
A store(a, 7)                                           = SIGSEGV SEGV_ACCERR
A load(a)                                               = 6
A mremap(a, 4096, 4096, MREMAP_MAYMOVE|MREMAP_FIXED, a+0x100000) = b
A wrpkru(0x55555554)                                    = 0
A load(b)                                               = SIGSEGV SEGV_PKUERR
A mprotect(b, 4096, PROT_NONE)                          = 0
A load(b)                                               = SIGSEGV SEGV_PKUERR  # the key is looked at first
