# A store beside munmap of its page: it lands before, or faults; the frame is nobody's afterwards.
A mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A store(a, 1)
A store(a+0x1000, 2)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A store(a+0x1000, 42) = 0 | SIGSEGV SEGV_MAPERR
B munmap(a+0x1000, 4096) = 0
B mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = b
B load(b) = 0 | 42
finally:
A load(a) = 1
