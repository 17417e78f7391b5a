# A file's page moves to another frame while mremap moves its only entry to where the mapping becomes one with an earlier one.
machine(memory=512K, cpus=2)
A memfd_create("f", 0) = f
A ftruncate(f, 8192)
A mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0) = p
A store(p+4096, 1)
A mremap(p+4096, 4096, 4096, MREMAP_MAYMOVE|MREMAP_FIXED, p-8192) = q
A page(q) = n
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A mremap(q, 4096, 4096, MREMAP_MAYMOVE|MREMAP_FIXED, p+4096) = p+4096
B migrate_page(n) = 0 | -1 EAGAIN
finally:
A store(p+4096, 2)
A load(p+4096) = 2
A pread64(f, "\2", 1, 4096) = 1
