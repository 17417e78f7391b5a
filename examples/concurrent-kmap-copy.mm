# A copy inside a kernel map faults on user memory that is not there, and sleeps, while another task comes to the CPU and maps
# a page in the same slot. The copy goes on from its own page. Maps that belong
# to the CPU cannot do that: the copy stops at the fault.
# expect violation under KMAP_SLOTS=per-cpu: expectation
machine(cpus=1, memory=4M, highmem=2M)
A mmap(NULL, 12K, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_ANONYMOUS, -1, 0) = a
A store(a, 1)
A store(a+0x1000, 2)
A store(a+0x2000, 3)
A page(a)                                    = p
A page(a+0x1000)                             = q
A page(a+0x2000)                             = r
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = b
concurrently:
A kmap_local_page(p)                         = k
A copy_to_user(b, k, 1)                      = 0
A kunmap_local(k)
B kmap_local_page(q)                         = l
B schedule()
B kload(l)                                   = 2
B kunmap_local(l)
finally:
A load(b)                                    = 1
A reports()                                  = 0
