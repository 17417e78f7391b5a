# The heuristic of overcommitment refuses a mapping larger than all memory; this machine has 1 GiB, the kernel's more.
machine(memory=1G)
A mmap(NULL, 2G, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = -1 ENOMEM
