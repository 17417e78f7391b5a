# A device with an entry of 1 GiB leaves, while one thread comes to it first and pins: who pinned is waited for, who comes later
# gets a SIGBUS, and no entry stays.
#
# expect violation under UNBIND=wait: deadlock
# expect violation under DEVICE_PIN=per-mapping: deadlock
device("mem0", size=1G, kind=generic)
A open("/mem0", O_RDWR)                                               = f
A mmap(0x3ffff000, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = own
A mmap(0x40000000, 1G, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = a
A store(own, 1)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
T store(a, 5)                                                         = 0 | SIGBUS BUS_ADRERR
T pin_user_pages_fast(own, 3, FOLL_WRITE)                             = p
T dma_write(p, 9)
T unpin_user_pages(p)
A unbind("mem0")                                                      = 0
finally:
A load(a)                                                             = SIGBUS BUS_ADRERR
A memremap_pages("mem0")                                              = 0
A store(a, 7)
A load(a)                                                             = 7
