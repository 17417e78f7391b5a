# mlock beside a first touch.
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A store(a, 1)
B mlock(a, 4096) = 0
finally:
A load(a) = 1
A munlock(a, 4096) = 0
