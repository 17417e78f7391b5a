# Slots of swap are taken, shared and given back by several tasks at once.
machine(memory=512K, swap=16K, cpus=3)
A mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = p
A store(p, 1)
A store(p+4096, 2)
A madvise(p, 4096, MADV_PAGEOUT) = 0
C mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = r
C store(r, 4)
C madvise(r, 4096, MADV_PAGEOUT) = 0
concurrently:
A madvise(p+4096, 4096, MADV_PAGEOUT) = 0
A load(p) = 1
C fork() = D
C store(r, 5)
finally:
A load(p+4096) = 2
C load(r) = 5
D load(r) = 4
