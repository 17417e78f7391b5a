# A page behind an entry of 1 GiB is found broken: the entry goes, and smaller ones come in its place, but for the page, which is
# a SIGBUS that says why. So it is where the device has a page size of its own, too: else a GiB would be lost with a page.
device("mem0", size=1G, kind=generic)
device("mem1", size=1G, kind=generic, align=1G)
A open("/mem0", O_RDWR)                                               = f
A mmap(0x40000000, 1G, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = a
A store(a+0x203000, 1)
A store(a+0x3ffff000, 2)
A page(a+0x203000)                                                    = p
A memory_failure(p)                                                   = 0
A memory_failure(p)                                                   = -1 EHWPOISON
A page_mapcount(p)                                                    = 0
A load(a+0x203000)                                                    = SIGBUS BUS_MCEERR_AR
A load(a+0x202000)                                                    = 0
A load(a+0x3ffff000)                                                  = 2
A pin_user_pages(a+0x203000, 1, FOLL_HWPOISON)                        = -1 EHWPOISON
A page_mapcount(p)                                                    = 0
A open("/mem1", O_RDWR)                                               = g
A mmap(0x80000000, 1G, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, g, 0) = b
A store(b+0x1000, 3)
A page(b)                                                             = q
A memory_failure(q)                                                   = 0
A load(b)                                                             = SIGBUS BUS_MCEERR_AR
A load(b+0x1000)                                                      = 3
