# A task touches a page for the first time while its key is taken off: the access waits for nobody and is either refused
# with the old key or goes through with the new one.
machine(cpus=2, pkeys=on)
A mmap(0x10000000, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
A pkey_alloc(0, 0)                                      = 1
A pkey_mprotect(a, 4096, PROT_READ|PROT_WRITE, 1)       = 0
concurrently:
A pkey_mprotect(a, 4096, PROT_READ|PROT_WRITE, 0)       = 0
B store(a, 1)                                           = 0 | SIGSEGV SEGV_PKUERR
finally:
B store(a, 2)                                           = 0
A load(a)                                               = 2
