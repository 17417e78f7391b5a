# Parent and child write the page that fork left to both: each has its own in the end.
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A store(a, 1)
A fork() = C
concurrently:
A store(a, 2)
A load(a) = 2
C store(a, 3)
C load(a) = 3
finally:
A load(a) = 2
C load(a) = 3
