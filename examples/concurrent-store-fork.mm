# A store beside a fork: the child has the page as it was before or after, and keeps it.
# Concerns: FORK_TABLES
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A store(a, 1)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A fork() = C
B store(a, 2)
C load(a) = x
C load(a) = x
finally:
A load(a) = 2
C load(a) = 1 | 2
