# A store races with mprotect: it is done or it faults, and once mprotect has returned no store comes through.
machine(cpus=2)
A mmap(0x10000000, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
A store(0x10000000, 1)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A mprotect(0x10000000, 4096, PROT_READ)  = 0
A load(0x10000000)                       = seen
A load(0x10000000)                       = seen       # nothing changes any more
B store(0x10000000, 2)                   = 0 | SIGSEGV SEGV_ACCERR
finally:
A load(0x10000000)                       = seen
A store(0x10000000, 3)                   = SIGSEGV SEGV_ACCERR
