# A child ends while its parent waits.
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_ANONYMOUS, -1, 0) = a
A fork() = C
concurrently:
A wait4(C, NULL, 0, NULL) = C
A load(a) = 9
C store(a, 9)
C exit(0)
