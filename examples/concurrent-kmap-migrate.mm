# Tasks with and without a map go from CPU to CPU. One that has a map in slots of its CPU stays; one that has none may go,
# and makes its next map where it is then.
# expect violation under KMAP_SLOTS=global: expectation
machine(cpus=2, memory=4M, highmem=2M)
A mmap(NULL, 12K, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_ANONYMOUS, -1, 0) = a
A store(a, 1)
A store(a+0x1000, 2)
A store(a+0x2000, 3)
A page(a)                                    = p
A page(a+0x1000)                             = q
A page(a+0x2000)                             = r
concurrently:
A kmap_local_page(p)                         = k
A migrate(1)                                 = -1 EBUSY
A kload(k)                                   = 1
A kunmap_local(k)
B migrate(0)
B kmap_local_page(q)                         = l
B kload(l)                                   = 2
B kunmap_local(l)
C kmap_local_page(r)                         = m
C kload(m)                                   = 3
C kunmap_local(m)
finally:
A reports()                                  = 0
