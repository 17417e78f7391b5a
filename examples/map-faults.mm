# A copy to user memory that is not there, inside a temporary kernel map: whole, without a second try outside of it.
# Concerns: KMAP_SLOTS
machine(memory=4M, highmem=2M)
A mmap(NULL, 16K, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_ANONYMOUS, -1, 0) = a
A store(a, 1)
A store(a+0x1000, 2)
A page(a)                                    = p
A page(a+0x1000)                             = q
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = b
A kmap_local_page(p)                         = k
A copy_to_user(b, k, 1)                      = 0
A kunmap_local(k)
A load(b)                                    = 1
