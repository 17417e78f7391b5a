# Copies between a kernel address and user memory bring in what is not there, also inside a kernel map, and say how much they
# could not copy. Where faults are off they stop at the first page that is missing: who must copy there lets go of what it
# holds, has the memory brought in, and tries again.
machine(memory=4M, highmem=2M)
device("dev0", size=64K, kind=generic)
A open("/dev0", O_RDWR)                      = g
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, g, 0) = b
A store(b, 0)
A page(b)                                    = w
A mmap(NULL, 16K, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A mprotect(a+0x3000, 4096, PROT_READ)
A fill(a, 4096, 5)
A page(a)                                    = p
A kmap_local_page(p)                         = k
A copy_to_user(a+0x1ff0, k, 32)              = 0
A kload(k)                                   = 5
A copy_to_user(a+0x2ff0, k, 32)              = 16
A copy_to_user(0x10000, k, 32)               = 32
A kunmap_local(k)
A madvise(a+0x1000, 8192, MADV_DONTNEED)
A kmap_local_page(p)                         = l
A pagefault_disable()
A copy_from_user(l, a+0x1000, 8)             = 8
A pagefault_enable()
A kunmap_local(l)
A load(a+0x1000)                             = 0
A kmap_local_page(p)                         = m
A pagefault_disable()
A copy_from_user(m, a+0x1000, 8)             = 0
A pagefault_enable()
A kload(m, 8)                                = 0
A kload(m+8)                                 = 5
A kunmap_local(m)
A page_address(w)                           = d
A kstore(d, 6)
A copy_to_user(a+0x1000, d, 1)               = 0
A load(a+0x1000)                             = 6
A copy_to_user(a, 0xffffffffff7fe000, 1)     = OOPS
A check(a+0x2ff0, 16, 0)
