# A page moves to another frame while its process forks: parent and child both find it, and each keeps its own stores.
machine(memory=512K, cpus=3)
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = p
A store(p, 1)
A page(p) = f
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A fork() = C
A store(p, 2)
B migrate_page(f) = 0 | -1 EAGAIN
C load(p) = 1
finally:
A load(p) = 2
C load(p) = 1
