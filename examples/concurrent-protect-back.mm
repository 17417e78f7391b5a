# Rights go and come back beside a store: it lands or faults, and never where it may not.
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A store(a, 1)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A store(a, 2) = 0 | SIGSEGV SEGV_ACCERR
B mprotect(a, 4096, PROT_READ) = 0
B mprotect(a, 4096, PROT_READ|PROT_WRITE) = 0
finally:
B load(a) = 1 | 2
