# Two threads touch the same fresh page at once: it is one page, and neither store is lost.
machine(cpus=2)
A mmap(0x10000000, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A store(0x10000000, 1)     = 0
A load(0x10000001)         = 0 | 2
A store(0x10001000, 3)     = 0
B store(0x10000001, 2)     = 0
B load(0x10000000)         = 0 | 1
B store(0x10001001, 4)     = 0
finally:
A load(0x10000000, 2)      = 0x201
A load(0x10001000, 2)      = 0x403
