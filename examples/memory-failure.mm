# Hardware finds a frame of private memory broken: who touches the page gets a SIGBUS that says so, the children of a fork
# too, until the page is discarded. The frame is never used again.
machine(memory=1M)
A mmap(NULL, 8K, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = p
A fill(p, 8K, 7)
A page(p)                                        = n
A memory_failure(n)                              = 0
A memory_failure(n)                              = -1 EHWPOISON
A fork()                                         = B
B load(p)                                        = SIGBUS BUS_MCEERR_AR
A load(p)                                        = SIGBUS BUS_MCEERR_AR
A store(p, 1)                                    = SIGBUS BUS_MCEERR_AR
A load(p+4096)                                   = 7
A pin_user_pages(p, 1, 0)                        = -1 EFAULT
A mremap(p, 4096, 4096, MREMAP_MAYMOVE|MREMAP_FIXED, 0x40000000) = q
A load(q)                                        = SIGBUS BUS_MCEERR_AR
A mincore(q, 4096, [1])                          = 0
A madvise(q, 4096, MADV_DONTNEED)                = 0
A load(q)                                        = 0
