# A child writes a page while the parent discards its own.
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A store(a, 1)
A fork() = C
concurrently:
A madvise(a, 4096, MADV_DONTNEED) = 0
A load(a) = 0
C store(a+1, 3)
C load(a) = 1
finally:
A load(a+1) = 0
C load(a+1) = 3
