# A frame breaks while a task stores to its page: the store goes through before, or ends in the signal, and nobody reads what
# the frame holds afterwards.
machine(memory=512K, cpus=2)
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = p
A store(p, 1)
A page(p) = n
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A memory_failure(n) = 0
B store(p, 2) = 0 | SIGBUS BUS_MCEERR_AR
B load(p) = 2 | SIGBUS BUS_MCEERR_AR
finally:
A load(p) = SIGBUS BUS_MCEERR_AR
