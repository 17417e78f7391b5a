# mseal beside munmap: one of them comes first, and refuses the other or finds nothing.
A mmap(0x10000000, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A mseal(0x10000000, 4096, 0) = 0 | -1 ENOMEM
B munmap(0x10000000, 4096) = 0 | -1 EPERM
finally:
A getpid() = A
