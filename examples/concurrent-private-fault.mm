# Two threads store to a page that is on a device no CPU reaches: one of them brings it back, and neither store is lost.
machine(memory=512K, cpus=2)
device("gpu0", size=8K, kind=private)
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = p
A store(p, 1)
A migrate_to_device(p, 1, "gpu0") = 1
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A store(p+8, 2)
B store(p+16, 3)
finally:
A load(p) = 1
A load(p+8) = 2
A load(p+16) = 3
A migrate_to_device(p, 1, "gpu0") = 1
