# An atomic map keeps its CPU and handles no fault: a copy that needs one ends there, and a task that would sleep is refused.
# What is left is copied after the map has ended, or with a map that may fault.
machine(memory=4M, highmem=2M)
A mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A store(a, 7)
A page(a)                                    = p
A kmap_atomic(p)                             = k
A copy_to_user(a+0x1000, k, 16)              = 16
A schedule()                                 = BUG
A reports("scheduling-while-atomic")         = 1
A kmap(p)                                    = BUG
A reports("sleep-while-atomic")              = 1
A migrate(1)                                 = -1 EBUSY
A kunmap_atomic(k)
A schedule()
A migrate(1)
A kmap_local_page(p)                         = l
A copy_to_user(a+0x1000, l, 16)              = 0
A kunmap_local(l)
A load(a+0x1000)                             = 7
