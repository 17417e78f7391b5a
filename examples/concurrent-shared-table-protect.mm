# The same with mprotect.
# Concerns: FORK_TABLES
A mmap(0x40000000, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A store(a, 1)
A fork() = C
concurrently:
A mprotect(a, 4096, PROT_READ) = 0
A load(a) = 1
C store(a, 3)
C load(a) = 3
finally:
A load(a) = 1
