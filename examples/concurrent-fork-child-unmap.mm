# A child unmaps what its parent forks once more: the reverse map that both are in finds every mapping there is.
A mmap(0x10000000, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
A store(0x10000000, 1)
A fork() = C
concurrently:
A fork() = D
C munmap(0x10000000, 4096) = 0
finally:
D load(0x10000000) = 1
