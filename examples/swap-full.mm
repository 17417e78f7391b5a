# Memory pressure: more is touched than memory holds. Reclaim makes room by swap, mlocked pages stay; when swap is full as
# well there is no frame for the next store.
machine(memory=512K, swap=256K, overcommit=1)
A mmap(NULL, 1M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = p
A fill(p, 16K, 1)
A mlock(p, 16K)                                  = 0
A fill(p+16K, 480K, 2)
A check(p, 16K, 1)
A mincore(p, 16K, [1, 1, 1, 1])                  = 0
A check(p+16K, 480K, 2)
A fill(p+496K, 512K, 3)                          = ?
