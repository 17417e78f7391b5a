# A fork while another thread writes: the child has the page as it was before or after each store, never later.
# Concerns: FORK_TABLES
machine(cpus=2)
A mmap(0x10000000, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
A store(0x10000000, 1)
A store(0x10001000, 1)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A fork()                   = B
T store(0x10000000, 2)     = 0
T store(0x10001000, 2)     = 0
B load(0x10000000)         = one
B load(0x10001000)         = 1 | 2
B load(0x10000000)         = one        # what the child saw once it sees again
finally:
A load(0x10000000)         = 2
A load(0x10001000)         = 2
B store(0x10000000, 9)     = 0
A load(0x10000000)         = 2
