# A machine without protection keys: Linux gives none out, and hides nothing that may be executed.
machine(pkeys=off)
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A rdpkru()                                              = SIGILL ILL_ILLOPN
A wrpkru(0)                                             = SIGILL ILL_ILLOPN
A pkey_alloc(0, 0)                                      = -1 EINVAL   # key 0 is taken before anybody notices
A pkey_alloc(0, 0)                                      = -1 ENOSPC   # and cannot be given back
A pkey_free(1)                                          = -1 EINVAL
A pkey_mprotect(a, 4096, PROT_READ, 0)                  = -1 EINVAL
A pkey_mprotect(a, 4096, PROT_EXEC, -1)                 = 0
A load(a)                                               = 0
A fork() = B
B pkey_alloc(0, 0)                                      = -1 ENOSPC
B execve("/bin/true", NULL, NULL)                       = 0
B pkey_alloc(0, 0)                                      = -1 EINVAL
