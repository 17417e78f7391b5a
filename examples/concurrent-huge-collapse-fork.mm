# Small pages that a child shares are made a huge page while the child stores and ends: neither sees the other's stores.
machine(memory=8M)
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A store(a, 1) = 0
A fork() = B
concurrently:
A madvise(a, 2M, MADV_COLLAPSE) = 0 | -1 EAGAIN
A store(a, 2) = 0
B store(a, 3) = 0
B load(a) = 3
B exit(0)
finally:
A load(a) = 2
