# The entries of a range are cleared beside munmap and mmap.
A mmap(0x10000000, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
A store(0x10000000, 1)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A zap_page_range(0x10000000, 4096) = 0
B munmap(0x10001000, 4096) = 0
finally:
A load(0x10000000) = 0
