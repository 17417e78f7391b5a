# Who gets which keys and rights: a thread the rights, a child rights and keys, a new program neither.
machine(pkeys=on)
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A store(a, 9)                                           = 0
A pkey_alloc(0, 0)                                      = 1
A pkey_mprotect(a, 4096, PROT_READ|PROT_WRITE, 1)       = 0
A rdpkru()                                              = 0x55555550
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
T rdpkru()                                              = 0x55555550
T load(a)                                               = 9
A wrpkru(0x55555554)                                    = 0           # from now on each has its own
A load(a)                                               = SIGSEGV SEGV_PKUERR
T load(a)                                               = 9
A pkey_alloc(0, 0)                                      = 2
T rdpkru()                                              = 0x55555550  # the new key is A's to use, not T's
T pkey_alloc(0, PKEY_DISABLE_WRITE)                     = 3
A fork() = B
B rdpkru()                                              = 0x55555544
B load(a)                                               = SIGSEGV SEGV_PKUERR
B wrpkru(0x55555550)                                    = 0
B load(a)                                               = 9
B pkey_alloc(0, 0)                                      = 4
A pkey_alloc(0, 0)                                      = 4           # each its own from the fork on
B execve("/bin/true", NULL, NULL)                       = 0
B rdpkru()                                              = 0x55555554
B pkey_alloc(0, 0)                                      = 1
