# Three tasks and a pool of two lasting maps: who finds no place sleeps until one is given back, and no address leads to a page
# that was there before, on any CPU.
machine(cpus=2, memory=4M, highmem=2M, pkmap=2)
A mmap(NULL, 12K, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_ANONYMOUS, -1, 0) = a
A store(a, 1)
A store(a+0x1000, 2)
A store(a+0x2000, 3)
A page(a)                                    = p
A page(a+0x1000)                             = q
A page(a+0x2000)                             = r
concurrently:
A kmap(p)                                    = k
A kload(k)                                   = 1
A kunmap(p)
B kmap(q)                                    = l
B kload(l)                                   = 2
B kunmap(q)
C kmap(r)                                    = m
C kload(m)                                   = 3
C kunmap(r)
finally:
A reports()                                  = 0
