# MADV_COLLAPSE makes huge pages of shared memory too; Pinfold makes them of private memory only.
machine(thp=madvise)
A mmap(0x100000200000, 4M, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x100000200000
A store(0x100000200000, 1)                                          = 0
A madvise(0x100000200000, 2M, MADV_COLLAPSE)                        = -1 EINVAL
