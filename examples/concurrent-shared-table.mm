# fork leaves leaf tables to both; each writes, one unmaps.
# Concerns: FORK_TABLES
A mmap(0x40000000, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A store(a, 1)
A store(a+0x1000, 1)
A fork() = C
concurrently:
A munmap(a, 4096) = 0
A store(a+0x1000, 2)
C store(a, 3)
C load(a+0x1000) = 1
finally:
C load(a) = 3
A load(a+0x1000) = 2
