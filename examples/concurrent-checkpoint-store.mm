# A checkpoint takes the marks of stores and makes all processors forget that they have set them: a store that comes after
# it is found by the next one.
machine(memory=512K, cpus=2)
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = p
A store(p, 1)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
B store(p, 2)
concurrently:
A checkpoint() = one
B store(p+one, 3)
finally:
A checkpoint() = 1
A checkpoint() = 0
