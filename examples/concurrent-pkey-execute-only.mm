# Two threads make memory execute-only at once: one key is taken, and each is kept from reading its own.
machine(cpus=2, pkeys=on)
A mmap(0x10000000, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A mprotect(a, 4096, PROT_EXEC)                          = 0
A load(a)                                               = SIGSEGV SEGV_PKUERR
B mprotect(a+4096, 4096, PROT_EXEC)                     = 0
B load(a+4096)                                          = SIGSEGV SEGV_PKUERR
finally:
A maps() = "10000000-10002000 --xp 00000000 00:00 0"
A pkey_alloc(0, 0)                                      = 2
