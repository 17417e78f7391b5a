# A file's page moves to another frame while the index of the file's pages grows by another one.
machine(memory=1M, cpus=2)
A memfd_create("f", 0) = f
A ftruncate(f, 512K)
A mmap(NULL, 512K, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0) = p
A store(p, 1)
A page(p) = n
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A store(p+0x41000, 2)
B migrate_page(n) = 0 | -1 EAGAIN
finally:
A load(p) = 1
A load(p+0x41000) = 2
