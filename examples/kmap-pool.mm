# Lasting maps: one address for everybody, from a small pool. A place that nobody uses any more keeps its page until the pool
# has been gone through; then all such places are given up at once, and every CPU forgets them. Ending a map too often is
# reported.
machine(memory=4M, highmem=2M, pkmap=2)
A mmap(NULL, 12K, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_ANONYMOUS, -1, 0) = a
A store(a, 1)
A store(a+0x1000, 2)
A store(a+0x2000, 3)
A page(a)                                    = p
A page(a+0x1000)                             = q
A page(a+0x2000)                             = r
A kmap(p)                                    = k
A page_address(p)                            = k
A kmap(p)                                    = k
B kload(k)                                   = 1
B kstore(k+8, 5)
A load(a+8)                                  = 5
A kunmap(p)
A kunmap(p)
A page_address(p)                            = k
A kmap(q)                                    = l
A kmap(r)                                    = k
A kload(k)                                   = 3
B kload(k)                                   = 3
A page_address(p)                            = 0
A kunmap(q)
A kunmap(r)
A kunmap(r)
A reports("kmap-order")                      = 1
