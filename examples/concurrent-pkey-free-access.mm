# A key is given back, and taken anew by another thread, while memory still has it: who may use that key now reaches the
# memory. Linux does not look, and neither does the processor.
machine(cpus=2, pkeys=on)
A mmap(0x10000000, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A store(a, 7)                                           = 0
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
A pkey_alloc(0, PKEY_DISABLE_WRITE)                     = 1
A pkey_mprotect(a, 4096, PROT_READ|PROT_WRITE, 1)       = 0
concurrently:
A pkey_free(1)                                          = 0
A load(a)                                               = 7      # rights outlive the key
A store(a, 8)                                           = SIGSEGV SEGV_PKUERR
B load(a)                                               = SIGSEGV SEGV_PKUERR
B pkey_alloc(0, 0)                                      = 1 | 2
B load(a)                                               = 7 | SIGSEGV SEGV_PKUERR
