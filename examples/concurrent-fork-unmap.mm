# fork beside munmap by another thread: the child has the page or not.
A mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A store(a, 1)
A store(a+0x1000, 2)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A fork() = C
B munmap(a+0x1000, 4096) = 0
C load(a) = 1
C load(a+0x1000) = 2 | SIGSEGV SEGV_MAPERR
finally:
A load(a) = 1
