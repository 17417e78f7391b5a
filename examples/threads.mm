# Threads share one address space, its rights and its faults; descriptors as well.
A mmap(0x10000000, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
T store(0x10000000, 1)               = 0
A load(0x10000000)                   = 1
T mprotect(0x10000000, 4096, PROT_READ) = 0
A store(0x10000000, 2)               = SIGSEGV SEGV_ACCERR
T file("data", 4096)                 = f
A mmap(NULL, 4096, PROT_READ, MAP_SHARED, f, 0) = m
T load(m)                            = 0
A getpid()                           = p
T getpid()                           = p
T munmap(m, 4096)                    = 0
A load(m)                            = SIGSEGV SEGV_MAPERR
T exit(0)
A load(0x10000000)                   = 1
