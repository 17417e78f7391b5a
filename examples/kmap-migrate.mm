# A task that maps a page with an address of its own may go to another CPU; one with a map in slots of this CPU comes back to it.
# A section open for device memory goes along.
machine(cpus=2, memory=4M, highmem=2M)
device("dev0", size=64K, kind=generic)
device("pmem0", size=2M, protect=strict)
A open("/dev0", O_RDWR)                      = g
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, g, 0) = b
A store(b, 0)
A page(b)                                    = w
A file("/pmem0/data", 4096)                  = f
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0) = d
A store(d, 1)
A page(d)                                    = v
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A store(a, 7)
A page(a)                                    = p
A smp_processor_id()                         = 0
A kmap_local_page(w)                        = k
A kmap_local_page(v)                         = l
A migrate(1)
A smp_processor_id()                         = 1
A kstore(l, 2)
A kunmap_local(l)
A kunmap_local(k)
A kmap_local_page(p)                         = m
A migrate(0)                                 = -1 EBUSY
A kload(m)                                   = 7
A kunmap_local(m)
A migrate(0)
A load(d)                                    = 2
