# A page of a file moves to another frame while one mapping stores to it and another reads it, and a read call goes around
# the mappings.
machine(memory=512K, cpus=3)
A memfd_create("f", 0) = f
A ftruncate(f, 4096)
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0) = p
A store(p, 1)
A page(p) = n
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A store(p, 2)
A load(p) = 2
B migrate_page(n) = 0 | -1 EAGAIN
finally:
A load(p) = 2
A pread64(f, "\2", 1, 0) = 1
