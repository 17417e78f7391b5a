# Where CPUs count the sections, no task carries anything, but who is inside keeps its CPU: it cannot sleep, go elsewhere or
# wait for a fault. A copy that needs one ends short, and is done again outside.
design(STRAY_PROTECTION_SCOPE=per-cpu)
device("pmem0", size=2M, protect=strict)
A file("/pmem0/data", 8192)                  = f
A mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0) = d
A store(d, 1)
A page(d)                                    = p
A kmap_local_page(p)                         = k
A schedule()                                 = BUG
A migrate(1)                                 = -1 EBUSY
A copy_to_user(d+0x1000, k, 1)               = 1
A irq_enter()
A kload(k)                                   = PKS_FAULT
A pgmap_mk_readwrite(p)
A kload(k)                                   = 1
A pgmap_mk_noaccess(p)
A irq_exit()
A kload(k)                                   = 1
A kunmap_local(k)
A load(d+0x1000)                             = 0
A kmap_local_page(p)                         = l
A copy_to_user(d+0x1000, l, 1)               = 1
A kunmap_local(l)
A store(d+0x1000, 0)
A kmap_local_page(p)                         = m
A copy_to_user(d+0x1000, m, 1)               = 0
A kunmap_local(m)
A load(d+0x1000)                             = 1
A schedule()
A pread64(f, "\1", 1, 0)                     = 1
A ftruncate(f, 1)
