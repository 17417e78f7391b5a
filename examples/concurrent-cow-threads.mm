# Two threads write to a page that a child shares: it is copied once for both, and neither store is lost.
A mmap(0x10000000, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
A store(0x10000000, 1)
A fork() = C
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A store(0x10000000, 2)
B store(0x10000001, 3)
finally:
A load(0x10000000, 2) = 0x302
C load(0x10000000, 2) = 1
