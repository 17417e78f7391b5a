# RLIMIT_AS bounds the address space, RLIMIT_DATA what a task may write to of its own.
A setrlimit(RLIMIT_DATA, {rlim_cur=1M, rlim_max=RLIM_INFINITY})  = 0
A mmap(NULL, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = -1 ENOMEM
A mmap(NULL, 2M, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)            = r
A mprotect(r, 2M, PROT_READ|PROT_WRITE)                          = -1 ENOMEM
A mmap(NULL, 2M, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_ANONYMOUS, -1, 0)  = s
A setrlimit(RLIMIT_DATA, {rlim_cur=RLIM_INFINITY, rlim_max=RLIM_INFINITY}) = 0
A mprotect(r, 2M, PROT_READ|PROT_WRITE)                          = 0
A setrlimit(RLIMIT_AS, {rlim_cur=6M, rlim_max=RLIM_INFINITY})    = 0
A mmap(NULL, 4M, PROT_NONE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)    = -1 ENOMEM
A munmap(s, 2M)                                                  = 0
A mmap(NULL, 4096, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)  = t
A prlimit64(0, RLIMIT_AS, NULL, {rlim_cur=6M, rlim_max=RLIM_INFINITY}) = 0
A setrlimit(RLIMIT_AS, {rlim_cur=2M, rlim_max=1M})               = -1 EINVAL
