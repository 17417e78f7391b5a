# Two threads come first to the same GiB: one entry comes, and counts once.
device("mem0", size=1G, kind=generic, align=1G)
A open("/mem0", O_RDWR)                                               = f
A mmap(0x40000000, 1G, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = a
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A store(a+0x1000, 5)
T store(a+0x3ffff000, 6)
finally:
A load(a+0x3ffff000)                                                  = 6
T load(a+0x1000)                                                      = 5
A page(a)                                                             = p
A page_mapcount(p)                                                    = 1
A page_count(p)                                                       = 2 | 1
