# A file's page moves to another frame while mremap moves one mapping of it and another is taken down.
machine(memory=512K, cpus=3)
A memfd_create("f", 0) = f
A ftruncate(f, 4096)
A mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0) = p
A mremap(p, 8192, 4096, 0) = p
A store(p, 1)
A page(p) = n
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A mremap(p, 4096, 4096, MREMAP_MAYMOVE|MREMAP_FIXED, p+4096) = p+4096
A store(p+4096, 2)
B migrate_page(n) = 0 | -1 EAGAIN
finally:
A load(p+4096) = 2
A pread64(f, "\2", 1, 0) = 1
A munmap(p+4096, 4096)
