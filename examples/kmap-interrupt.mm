# An interrupt that maps a page goes on above the maps of the task it interrupted, and takes them off again before it ends. It
# keeps the CPU and cannot fault. One that leaves a map behind is reported.
machine(memory=4M, highmem=2M)
A mmap(NULL, 12K, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A store(a, 7)
A store(a+0x1000, 8)
A page(a)                                    = p
A page(a+0x1000)                             = q
A kmap_local_page(p)                         = k
A irq_enter()
A kmap_local_page(q)                         = l == 0xffffffffff7fd000
A kload(l)                                   = 8
A copy_to_user(a+0x2000, l, 8)               = 8
A kunmap_local(l)
A irq_exit()
A kload(k)                                   = 7
A irq_enter()
A kmap_local_page(q)                         = m
A irq_exit()
A reports("kmap-left")                       = 1
A kunmap_local(m)
A kunmap_local(k)
