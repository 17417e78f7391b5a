# Temporary maps out of the pool that everybody sees: the address is the same wherever its task goes on, and it may sleep with
# it; but making the map may sleep, too.
design(KMAP_SLOTS=global)
machine(cpus=2, memory=4M, highmem=2M, pkmap=1)
A mmap(NULL, 12K, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_ANONYMOUS, -1, 0) = a
A store(a, 1)
A store(a+0x1000, 2)
A store(a+0x2000, 3)
A page(a)                                    = p
A page(a+0x1000)                             = q
A page(a+0x2000)                             = r
concurrently:
A kmap_local_page(p)                         = k
A migrate(1)
A kload(k)                                   = 1
A kunmap_local(k)
B page_address(p)                            = ?
B kmap_local_page(q)                         = l
B schedule()
B kload(l)                                   = 2
B kunmap_local(l)
finally:
A reports()                                  = 0
