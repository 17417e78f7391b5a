# One thread gives a key back while another asks for one.
machine(cpus=2, pkeys=on)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
A pkey_alloc(0, 0)                                      = 1
concurrently:
A pkey_free(1)                                          = 0
B pkey_alloc(0, 0)                                      = 1 | 2
finally:
A pkey_alloc(0, 0)                                      = 1 | 2
A pkey_alloc(0, 0)                                      = 3
