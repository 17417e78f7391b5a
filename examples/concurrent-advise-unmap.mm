# Advice that changes flags, and advice that looks at the mappings, beside munmap.
A mmap(0x10000000, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A madvise(0x10000000, 8192, MADV_DONTFORK) = 0 | -1 ENOMEM
A madvise(0x10000000, 8192, MADV_WILLNEED) = 0 | -1 ENOMEM | -1 EBADF
B munmap(0x10001000, 4096) = 0
