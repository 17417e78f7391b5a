# A load walks a leaf table that a fork shares, while munmap in the same space copies that table and clears the page in the
# copy: the CPU that has just remembered the page by the old table must forget it all the same.
A mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A store(a, 1)
A store(a+0x1000, 2)
A clone(flags=SIGCHLD) = C
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A munmap(a+0x1000, 4096) = 0
B load(a+0x1000) = 2 | SIGSEGV SEGV_MAPERR
finally:
B load(a+0x1000) = SIGSEGV SEGV_MAPERR
C load(a+0x1000) = 2
A load(a) = 1
