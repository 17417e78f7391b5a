# Three tasks take turns on one CPU, each inside maps of its own, one inside two. The slots are the same for all; whenever
# another task comes, the maps of the one before go, and come back with it.
machine(cpus=1, memory=4M, highmem=2M)
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
A kstore(l+8, 5)
A kload(k)                                   = 1
A kunmap_local(l)
A kunmap_local(k)
B kmap_local_page(q)                         = m
B kload(m)                                   = 2
B kunmap_local(m)
C kmap_local_page(r)                         = n
C kload(n)                                   = 3
C kunmap_local(n)
finally:
A load(a+0x1008)                             = 5
A reports()                                  = 0
