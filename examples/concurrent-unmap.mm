# A load races with munmap and with a new mapping in its place: old bytes, no mapping, or new ones, in that order.
machine(cpus=2)
A mmap(0x10000000, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
A store(0x10000000, 7)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A munmap(0x10000000, 4096)  = 0
A mmap(0x10000000, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
B load(0x10000000)          = 7 | SIGSEGV SEGV_MAPERR | 0
B load(0x10000000)          = 7 | SIGSEGV SEGV_MAPERR | 0
finally:
B load(0x10000000)          = 0
