# A task has sixteen slots, and fifteen maps can live at once: the end of the stack is tested after it was moved. One more is
# refused, and the others are as they were.
machine(memory=4M, highmem=2M)
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
A kmap_local_page(p)                         = BUG
A reports("kmap-too-many")                   = 1
A kload(k14)                                  = 7
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
