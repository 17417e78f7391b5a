# Two threads ask for keys at once: no key is given out twice.
machine(cpus=2, pkeys=on)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A pkey_alloc(0, 0)                                      = 1 | 2
B pkey_alloc(0, 0)                                      = 1 | 2
finally:
A pkey_alloc(0, 0)                                      = 3
A pkey_free(1)                                          = 0
A pkey_free(2)                                          = 0
