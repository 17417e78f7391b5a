# A page that is on a device no CPU reaches comes back while its process forks: parent and child both find it, and each keeps
# its own stores.
machine(memory=512K, cpus=2)
device("gpu0", size=8K, kind=private)
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = p
A store(p, 1)
A migrate_to_device(p, 1, "gpu0") = 1
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A fork() = C
B load(p) = 1
B store(p+8, 2)
C load(p) = 1
C store(p, 3)
finally:
A load(p) = 1
A load(p+8) = 2
C load(p) = 3
