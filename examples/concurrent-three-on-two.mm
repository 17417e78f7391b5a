# Three threads on two CPUs: one that gets a CPU back, or another, brings no translation of a page that is gone meanwhile.
machine(cpus=2)
A mmap(0x10000000, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = C
A store(0x10000000, 1)     = 0
B load(0x10000000)         = 1
C load(0x10000000)         = 1
concurrently:
A munmap(0x10000000, 4096) = 0
B load(0x10000000)         = 1 | SIGSEGV SEGV_MAPERR
C store(0x10000001, 2)     = 0 | SIGSEGV SEGV_MAPERR
finally:
A load(0x10000000)         = SIGSEGV SEGV_MAPERR
