# A leaf table that two share is shared with a third while the second makes it its own.
A mmap(0x10000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
A store(0x10000000, 1)
A fork() = C
concurrently:
A fork() = D
C store(0x10000000, 2)
finally:
A load(0x10000000) = 1
C load(0x10000000) = 2
D load(0x10000000) = 1
