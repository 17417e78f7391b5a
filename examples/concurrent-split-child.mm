# A mapping is cut in two while a child leaves the reverse map that both are in.
A mmap(0x10000000, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
A store(0x10000000, 1)
A fork() = C
concurrently:
A munmap(0x10001000, 4096) = 0
C munmap(0x10000000, 8192) = 0
finally:
A load(0x10000000) = 1
