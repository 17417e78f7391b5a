# A child ends as the last of its parent's reverse map while the parent makes another child: both are counted.
A mmap(0x10000000, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
A store(0x10000000, 1)
A fork() = C
C store(0x10000000, 2)
concurrently:
A fork() = D
C exit(0)
finally:
D load(0x10000000) = 1
