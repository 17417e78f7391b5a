# Parent and child let go of a leaf table that fork left to both, at once: it is freed once.
A mmap(0x10000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
A store(0x10000000, 1)
A fork() = C
concurrently:
A munmap(0x10000000, 2M) = 0
C munmap(0x10000000, 2M) = 0
