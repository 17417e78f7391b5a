# Two tasks that each map two pages at once, on a machine with room for two lasting maps.
#
# A pool that everybody shares gives each of them one, and both wait for the other's.
#
# expect violation under KMAP_SLOTS=global: deadlock
machine(cpus=2, memory=4M, highmem=2M, pkmap=2)
A mmap(NULL, 16K, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_ANONYMOUS, -1, 0) = a
A store(a, 1)
A store(a+0x1000, 2)
A store(a+0x2000, 3)
A store(a+0x3000, 4)
A page(a)                                    = p
A page(a+0x1000)                             = q
A page(a+0x2000)                             = r
A page(a+0x3000)                             = s
concurrently:
A kmap_local_page(p)                         = k
A kmap_local_page(q)                         = l
A kload(k)                                   = 1
A kunmap_local(l)
A kunmap_local(k)
B kmap_local_page(r)                         = m
B kmap_local_page(s)                         = n
B kload(m)                                   = 3
B kunmap_local(n)
B kunmap_local(m)
