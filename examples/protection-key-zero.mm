# Key 0 is that of all memory that was given none, and a key like others: it can be given back and taken again, and who
# takes his right to it away reaches nothing any more that has no other key.
machine(pkeys=on)
A mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A pkey_alloc(0, 0)                                      = 1
A pkey_mprotect(a, 4096, PROT_READ|PROT_WRITE, 1)       = 0
A store(a, 3)                                           = 0
A store(a+4096, 4)                                      = 0
A wrpkru(0x55555552)                                    = 0           # key 0 without stores
A load(a+4096)                                          = 4
A store(a+4096, 5)                                      = SIGSEGV SEGV_PKUERR
A store(a, 5)                                           = 0
A wrpkru(0x55555551)                                    = 0           # key 0 not at all
A load(a+4096)                                          = SIGSEGV SEGV_PKUERR
A load(a)                                               = 5
A exec(a+4096)                                          = SIGSEGV SEGV_ACCERR
A wrpkru(0x55555550)                                    = 0
A load(a+4096)                                          = 4
A pkey_free(0)                                          = 0
A pkey_mprotect(a, 4096, PROT_READ, 0)                  = -1 EINVAL
A load(a+4096)                                          = 4           # memory keeps it
A pkey_alloc(0, PKEY_DISABLE_WRITE)                     = 0
A store(a+4096, 5)                                      = SIGSEGV SEGV_PKUERR
A pkey_free(0)                                          = 0
A mprotect(a, 4096, PROT_EXEC)                          = 0           # what is to be execute-only takes it next
A load(a+4096)                                          = SIGSEGV SEGV_PKUERR
A load(a)                                               = 5           # and gets no key by it: 0 means none
