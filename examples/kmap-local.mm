# A page of high memory has no kernel address until it is mapped; any other page has one always, and mapping it gives that one
# and does nothing. Maps are a stack of the task's: slot by slot down from the top of the fixmap. After the unmap the address
# leads nowhere.
machine(memory=4M, highmem=2M)
device("dev0", size=64K, kind=generic)
A open("/dev0", O_RDWR)                      = g
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, g, 0) = b
A store(b, 0)
A page(b)                                    = w
A mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A store(a, 7)
A store(a+0x1000, 8)
A page(a)                                    = p
A page(a+0x1000)                             = q
A page_address(p)                            = 0
A kmap_local_page(p)                         = k == 0xffffffffff7fe000
A kmap_local_page(q)                         = l == 0xffffffffff7fd000
A kload(k)                                   = 7
A kload(l)                                   = 8
A kstore(l+1, 9)
A load(a+0x1001)                             = 9
A page_address(w)                           = d
A kmap_local_page(w)                        = d
A kunmap_local(d)
A kunmap_local(l)
A kload(k)                                   = 7
A kunmap_local(k)
A kload(k)                                   = OOPS
A reports("oops")                            = 1
