# A parent writes a page while the child that shares it goes.
A mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A store(a, 1)
A store(a+0x1000, 5)
A fork() = C
concurrently:
A store(a, 2)
A load(a) = 2
C exit(0)
finally:
A load(a) = 2
A load(a+0x1000) = 5
A wait4(C, NULL, 0, NULL) = C
