# MADV_COLLAPSE of a range in which a guard stands: bringing the guard back as if it were a page elsewhere fails, and that
# ends the call, so the 2 MiB beyond are not collapsed either.
machine(thp=madvise)
A mmap(0x100000600000, 4M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x100000600000
A store(0x100000802000, 1)                                          = 0
A madvise(0x100000600000, 4096, MADV_GUARD_INSTALL)                 = 0
A madvise(0x100000600000, 4M, MADV_COLLAPSE)                        = -1 EINVAL
A mincore(0x100000802000, 8192, [1, 0])                             = 0
