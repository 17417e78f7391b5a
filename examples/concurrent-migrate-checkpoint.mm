# A page moves to another frame while a checkpoint is taken and a task stores to it: the marks of stores move along.
machine(memory=512K, cpus=3)
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = p
A store(p, 1)
A page(p) = f
A checkpoint() = 1
A store(p, 2)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A checkpoint() = 1
B migrate_page(f) = 0 | -1 EAGAIN
finally:
A checkpoint() = 0
A store(p, 3)
A checkpoint() = 1
