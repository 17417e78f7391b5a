# Sections that CPUs count: who is inside keeps the CPU, so no other task ever finds the device open or a count that is not its
# own; and whoever would sleep inside is refused.
design(STRAY_PROTECTION_SCOPE=per-cpu)
machine(cpus=1)
device("pmem0", size=64K, protect=strict)
A file("/pmem0/data", 8192)                  = f
A mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0) = d
A store(d, 1)
A store(d+0x1000, 1)
A page(d)                                    = p
A page(d+0x1000)                             = q
A page_address(p)                            = k
A page_address(q)                            = l
concurrently:
A pgmap_mk_readwrite(p)
A schedule()                                 = 0 | BUG
A kstore(k, 2)
A pgmap_mk_noaccess(p)
B pgmap_mk_readwrite(q)
B kstore(l, 3)
B pgmap_mk_noaccess(q)
C kstore(k, 4)                               = PKS_FAULT
finally:
A load(d)                                    = 2
A load(d+0x1000)                             = 3
A reports("pks-fault")                       = 1
