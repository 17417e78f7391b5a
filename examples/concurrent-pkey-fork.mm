# A fork beside a change of key: the child's page and mapping agree, whichever key they have.
machine(cpus=2, pkeys=on)
A mmap(0x10000000, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A store(a, 1)                                           = 0
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
A pkey_alloc(0, 0)                                      = 1
concurrently:
A pkey_mprotect(a, 4096, PROT_READ|PROT_WRITE, 1)       = 0
A store(a, 2)                                           = 0
B fork()                                                = C
C load(a)                                               = 1 | SIGSEGV SEGV_PKUERR
C pkey_free(1)                                          = 0
finally:
A pkey_free(1)                                          = 0
C store(a, 3)                                           = 0 | SIGSEGV SEGV_PKUERR
A load(a)                                               = 2
