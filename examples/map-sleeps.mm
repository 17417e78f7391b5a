# A task that has a temporary kernel map may sleep, and finds its page where it was.
# Concerns: KMAP_SLOTS
machine(memory=4M, highmem=2M)
A mmap(NULL, 16K, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_ANONYMOUS, -1, 0) = a
A store(a, 1)
A store(a+0x1000, 2)
A page(a)                                    = p
A page(a+0x1000)                             = q
A kmap_local_page(p)                         = k
A schedule()                                 = 0
A kload(k)                                   = 1
A kunmap_local(k)
