# A checkpoint is taken of an address space that loses its mapping meanwhile, and the tables under it: each page that went
# is told of once.
machine(memory=512K, cpus=2)
A mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = p
A fill(p, 8192, 1)
A checkpoint() = 2
A store(p, 2)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A munmap(p, 8192) = 0
B checkpoint() = 1 | 2
finally:
B checkpoint() = 0 | 2
B checkpoint() = 0
