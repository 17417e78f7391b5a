# Stores beside mremap of an anonymous huge page, which moves by its one entry: at the old place or nowhere, and once the old
# place is forgotten everywhere nobody reaches the page through it, also when it is freed at its new one.
machine(memory=8M, thp=always)
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A store(a, 5)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
T store(a+1, 9)                                                       = 0 | SIGSEGV SEGV_MAPERR
A mremap(a, 2M, 2M, MREMAP_MAYMOVE|MREMAP_FIXED, 0x50000000)          = b
A load(b)                                                             = 5
A munmap(b, 2M)                                                       = 0
