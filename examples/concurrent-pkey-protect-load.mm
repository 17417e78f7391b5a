# A page's key changes and what is stored under it: a task without rights to the key never sees it.
machine(cpus=2, pkeys=on)
A mmap(0x10000000, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A store(a, 1)                                           = 0
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
A pkey_alloc(0, 0)                                      = k
B load(a)                                               = 1
concurrently:
A pkey_mprotect(a, 4096, PROT_READ|PROT_WRITE, k)       = 0
A store(a, 2)                                           = 0
B load(a)                                               = 1 | SIGSEGV SEGV_PKUERR
B load(a)                                               = 1 | SIGSEGV SEGV_PKUERR
