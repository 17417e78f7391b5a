# Parent and child store into the huge page that they share after a fork, and the child ends: neither sees the other's store,
# and who is left last uses the folio in place.
machine(memory=8M)
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 2M, MADV_HUGEPAGE) = 0
A store(a, 1) = 0
A fork() = B
concurrently:
A store(a, 2) = 0
A load(a+0x1000) = 0
B store(a+0x1000, 3) = 0
B load(a) = 1
B exit(0)
finally:
A load(a) = 2
A load(a+0x1000) = 0
