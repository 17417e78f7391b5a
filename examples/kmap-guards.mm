# A machine that maps every page, also those that have an address, finds code that goes without. Every second slot is a guard:
# sixteen maps of thirty-three slots can live, and what runs over the end of one is caught, where without guards it would
# come into the map before.
machine(memory=4M, kmap=forced)
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A store(a, 7)
A page(a)                                    = p
A kmap_local_page(p)                         = k0
A kmap_local_page(p)                         = k1
A kmap_local_page(p)                         = k2
A kmap_local_page(p)                         = k3
A kmap_local_page(p)                         = k4
A kmap_local_page(p)                         = k5
A kmap_local_page(p)                         = k6
A kmap_local_page(p)                         = k7
A kmap_local_page(p)                         = k8
A kmap_local_page(p)                         = k9
A kmap_local_page(p)                         = k10
A kmap_local_page(p)                         = k11
A kmap_local_page(p)                         = k12
A kmap_local_page(p)                         = k13
A kmap_local_page(p)                         = k14
A kmap_local_page(p)                         = k15
A kmap_local_page(p)                         = BUG
A reports("kmap-too-many")                   = 1
A kstore(k15+0xfff, 1)
A kstore(k15+0x1000, 1)                      = OOPS
A load(a+0xfff)                              = 1
A kload(k15)                                  = 7
A kunmap_local(k15)
A kunmap_local(k14)
A kunmap_local(k13)
A kunmap_local(k12)
A kunmap_local(k11)
A kunmap_local(k10)
A kunmap_local(k9)
A kunmap_local(k8)
A kunmap_local(k7)
A kunmap_local(k6)
A kunmap_local(k5)
A kunmap_local(k4)
A kunmap_local(k3)
A kunmap_local(k2)
A kunmap_local(k1)
A kunmap_local(k0)
A kload(k0)                                  = OOPS
