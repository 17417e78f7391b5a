# Memory pressure takes a file's page while the file loses it.
machine(memory=512K, cpus=2)
A file("data", 4096) = f
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0) = p
A store(p, 1)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A ftruncate(f, 0) = 0
A ftruncate(f, 4096) = 0
A load(p) = 0
B reclaim(1)
finally:
A load(p) = 0
