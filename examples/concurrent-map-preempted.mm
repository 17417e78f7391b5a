# Whether another task gets the CPU while a temporary kernel map is there. The holder says 1 when he has it and 2 before he
# ends it; who sees 1 ran in between.
# Concerns: KMAP_SLOTS
machine(cpus=1, memory=4M, highmem=2M)
device("dev0", size=64K, kind=generic)
A open("/dev0", O_RDWR)                      = g
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, g, 0) = w
A store(w, 0)
A page(w)                                    = wp
A page_address(wp)                           = said
A mmap(NULL, 16K, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_ANONYMOUS, -1, 0) = a
A store(a, 1)
A store(a+0x1000, 2)
A page(a)                                    = p
A page(a+0x1000)                             = q
concurrently:
A kmap_local_page(p)                         = k
A kstore(said, 1)
A kstore(k, 5)
A kstore(said, 2)
A kunmap_local(k)
B kload(said)                                = seen
finally:
A load(a)                                    = 5
