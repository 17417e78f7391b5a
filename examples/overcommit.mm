# By default nobody may have at once what the machine could never give; MAP_NORESERVE promises not to need it.
machine(memory=64M)
A mmap(NULL, 1T, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)               = -1 ENOMEM
A mmap(NULL, 1T, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_NORESERVE, -1, 0) = a
A mmap(NULL, 1T, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)                          = b     # nothing to write, nothing owed
A mprotect(b, 1T, PROT_READ|PROT_WRITE)                                                = -1 ENOMEM
A store(a+512G, 1)                                                                     = 0
