# A file's mappings lose the right to write while one of them goes: the others are found, whatever the search tree looks like.
machine(memory=512K, cpus=2)
A memfd_create("frame", 0)                                       = f
A ftruncate(f, 4096)
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0)       = a
A store(a, 9)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A munmap(a, 4096)
B wp_shared_mapping_range(f, 0, 1)                  = 0 | 1
