# mprotect changes a table's entries by plain stores while page walks that would note an access in one of them are kept out: a
# store that comes at the same time is noted before or after it, and the next checkpoint finds it.
machine(memory=512K, cpus=2)
A mmap(NULL, 4*4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = p
A touch(p, 4*4096, PROT_WRITE)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
A checkpoint()
concurrently:
A mprotect(p, 4*4096, PROT_READ|PROT_WRITE|PROT_EXEC) = 0
B store(p+4096, 3)
finally:
A checkpoint() = 1
A checkpoint() = 0
