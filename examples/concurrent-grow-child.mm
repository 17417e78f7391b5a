# A stack grows while a child leaves the reverse map that both are in.
A mmap(0x10002000, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED|MAP_GROWSDOWN, -1, 0) = 0x10002000
A store(0x10002000, 1)
A fork() = C
concurrently:
A store(0x10001ff8, 2)
C munmap(0x10002000, 4096) = 0
finally:
A load(0x10001ff8) = 2
A load(0x10002000) = 1
