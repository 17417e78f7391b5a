# Two threads come first to memory of a device: one through a mapping that one entry of 1 GiB can map, one through another that
# has room for 2 MiB of it. Both entries count, each where its size is counted, and the memory is the same.
device("mem0", size=1G, kind=generic)
A open("/mem0", O_RDWR)                                               = f
A mmap(0x40000000, 1G, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = a
A mmap(0x80000000, 2M, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 2M) = b
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A store(a+0x201000, 5)
T store(b+0x2000, 6)
finally:
A load(a+0x202000)                                                    = 6
T load(b+0x1000)                                                      = 5
A page(b)                                                             = p
A page_mapcount(p)                                                    = 2
A load(a)                                                             = 0
A page(a)                                                             = q
A page_mapcount(q)                                                    = 1
