# A child begins without its parent's kernel maps, and forking with one is reported; so is going back to the program with one,
# or ending. The parent's map is as it was.
machine(memory=4M, highmem=2M)
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A store(a, 7)
A page(a)                                    = p
A kmap_local_page(p)                         = k
A fork()                                     = B
A reports("kmap-at-fork")                    = 1
B kunmap_local(k)
A reports("kmap-order")                      = 1
A kload(k)                                   = 7
A load(a)                                    = 7
A reports("kmap-at-return")                  = 1
A kunmap_local(k)
B load(a)                                    = 7
B page(a)                                    = q
B kmap_local_page(q)                         = l
B exit(0)
A reports("kmap-at-exit")                    = 1
