# Two tasks touch the same page of a file first: one page, seen by both.
A file("data", 4096) = f
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0) = a
A fork() = C
concurrently:
A store(a, 1)
A load(a) = 1
C store(a+1, 2)
C load(a+1) = 2
finally:
A load(a+1) = 2
C load(a) = 1
