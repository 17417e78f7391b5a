# Stores beside mremap of an entry of 1 GiB: at the old place or nowhere, and nothing is lost.
device("mem0", size=1G, kind=generic)
A open("/mem0", O_RDWR)                                               = f
A mmap(0x40000000, 1G, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = a
A store(a, 5)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
T store(a+1, 9)                                                       = 0 | SIGSEGV SEGV_MAPERR
A mremap(a, 1G, 1G, MREMAP_MAYMOVE|MREMAP_FIXED, 0x80000000)          = b
A load(b)                                                             = 5
finally:
A load(b+1)                                                           = 0 | 9
