# A task stores while another gives the page a key that the first may not use: the store comes before, or is refused.
machine(cpus=2, pkeys=on)
A mmap(0x10000000, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A store(a, 1)                                           = 0
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
A pkey_alloc(0, 0)                                      = k
B store(a, 2)                                           = 0
concurrently:
A pkey_mprotect(a, 4096, PROT_READ|PROT_WRITE, k)       = 0
A store(a, 3)                                           = 0   # B's store may not land after this one
A load(a)                                               = 3
B store(a, 4)                                           = 0 | SIGSEGV SEGV_PKUERR
finally:
A load(a)                                               = 3 | 4
B store(a, 5)                                           = SIGSEGV SEGV_PKUERR
