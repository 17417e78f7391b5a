# Parent and child touch shared memory first, at once.
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_ANONYMOUS, -1, 0) = a
A fork() = C
concurrently:
A store(a, 1)
A load(a) = 1
C store(a+1, 2)
C load(a+1) = 2
finally:
A load(a+1) = 2
