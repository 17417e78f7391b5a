# mlock beside munmap.
A mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A mlock(a, 8192) = 0 | -1 ENOMEM
B munmap(a, 4096) = 0
finally:
A munlockall() = 0
