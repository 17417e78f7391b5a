# Maps end in the opposite order. A task that ends another than the last one is warned, and the last one is what ends.
machine(memory=4M, highmem=2M)
A mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A store(a, 7)
A store(a+0x1000, 8)
A page(a)                                    = p
A page(a+0x1000)                             = q
A kmap_local_page(p)                         = k
A kmap_local_page(q)                         = l
A kunmap_local(k)
A reports("kmap-order")                      = 1
A kload(l)                                   = OOPS
A kload(k)                                   = 7
A kunmap_local(k)
A kload(k)                                   = OOPS
A kunmap_local(k)
A reports("kmap-order")                      = 2
