# As concurrent-migrate-fork.mm, with a fork that copies entries: it may copy the note that the page is on its way, and the
# mover finds the copy as well, since a child's mapping comes after its parent's in the reverse map.
machine(memory=512K, cpus=3)
design(FORK_TABLES=copy)
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = p
A store(p, 1)
A page(p) = f
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A fork() = C
A store(p, 2)
B migrate_page(f) = 0 | -1 EAGAIN
finally:
A load(p) = 2
C load(p) = 1
