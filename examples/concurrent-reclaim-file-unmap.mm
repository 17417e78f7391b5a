# Reclaim looks for locked mappings of a file's page while one of the file's mappings goes.
machine(memory=512K, cpus=2)
A file("data", 4096) = f
A mmap(NULL, 4096, PROT_READ, MAP_SHARED, f, 0) = p
A mmap(NULL, 4096, PROT_READ, MAP_SHARED, f, 0) = q
A load(p) = 0
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A munmap(q, 4096) = 0
B reclaim(1) = 0 | 1
finally:
A load(p) = 0
