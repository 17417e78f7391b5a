# A neighbour of a mapping joins its reverse map at its first touch, while a child leaves it.
A mmap(0x10000000, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
A store(0x10000000, 1)
A fork() = C
A mmap(0x10001000, 4096, PROT_READ|PROT_WRITE|PROT_EXEC, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10001000
concurrently:
A store(0x10001000, 2)
C munmap(0x10000000, 4096) = 0
finally:
A load(0x10001000) = 2
