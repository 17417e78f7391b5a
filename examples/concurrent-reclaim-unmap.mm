# Reclaim looks for pages in an address space that loses its mapping meanwhile, and the tables under it.
machine(memory=512K, swap=64K, cpus=2)
A mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = p
A store(p, 1)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A munmap(p, 8192) = 0
B reclaim(1)
finally:
A load(p) = SIGSEGV SEGV_MAPERR
