# A process's switch for huge pages is inherited by its children and kept by execve.
machine(thp=madvise)
A prctl(PR_SET_THP_DISABLE, 1, 2, 0, 0)                  = 0
A fork()                                                 = B
B prctl(PR_GET_THP_DISABLE, 0, 0, 0, 0)                  = 3
B execve("program", 0, 0)                                = 0
B prctl(PR_GET_THP_DISABLE, 0, 0, 0, 0)                  = 3
B prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0)                  = 0
B execve("program", 0, 0)                                = 0
B prctl(PR_GET_THP_DISABLE, 0, 0, 0, 0)                  = 1
B mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x40000000
B madvise(0x40000000, 2M, MADV_HUGEPAGE)                 = 0
B store(0x40000000, 1)                                   = 0
B madvise(0x40000000, 2M, MADV_COLLAPSE)                 = -1 EINVAL
B prctl(PR_SET_THP_DISABLE, 0, 2, 0, 0)                  = -1 EINVAL
B prctl(PR_SET_THP_DISABLE, 1, 1, 0, 0)                  = -1 EINVAL
B prctl(PR_SET_THP_DISABLE, 0, 0, 1, 0)                  = -1 EINVAL
B prctl(PR_GET_THP_DISABLE, 1, 0, 0, 0)                  = -1 EINVAL
