# Checkpoints of private memory: how many pages changed since the last one. Reclaim, migration, fork and mremap do not lose
# a store, and do not make one up.
machine(memory=1M, swap=64K)
A mmap(NULL, 16K, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = p
A fill(p, 16K, 1)
A checkpoint()                                   = 4
A checkpoint()                                   = 0
A store(p, 2)
A madvise(p, 4096, MADV_PAGEOUT)                 = 0
A checkpoint()                                   = 1
A load(p)                                        = 2
A checkpoint()                                   = 0
A store(p+4096, 2)
A page(p+4096)                                   = n
A migrate_page(n)                                = 0
A checkpoint()                                   = 1
A store(p+8192, 2)
A fork()                                         = B
A checkpoint()                                   = 1
A madvise(p, 4096, MADV_DONTNEED)                = 0
A checkpoint()                                   = 1
A checkpoint()                                   = 0
