# Two tasks take turns on one CPU of a machine that maps every page, with guards between: a switch passes over the guards.
machine(cpus=1, memory=4M, kmap=forced)
A mmap(NULL, 12K, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_ANONYMOUS, -1, 0) = a
A store(a, 1)
A store(a+0x1000, 2)
A store(a+0x2000, 3)
A page(a)                                    = p
A page(a+0x1000)                             = q
A page(a+0x2000)                             = r
concurrently:
A kmap_local_page(p)                         = k
A kmap_local_page(q)                         = l
A kload(l)                                   = 2
A kunmap_local(l)
A kunmap_local(k)
B kmap_local_page(r)                         = m
B kload(m)                                   = 3
B kunmap_local(m)
finally:
A reports()                                  = 0
