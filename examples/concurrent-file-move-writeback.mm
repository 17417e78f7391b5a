# Writeback makes a page clean and read-only wherever it is mapped, while mremap moves the only entry to where the mapping
# becomes one with an earlier one: it is found at one of the two places, and the next store is announced to the file.
machine(memory=512K, cpus=2)
A file("data", 8192) = f
A mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0) = p
A store(p+4096, 1)
A mremap(p+4096, 4096, 4096, MREMAP_MAYMOVE|MREMAP_FIXED, p-8192) = q
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A mremap(q, 4096, 4096, MREMAP_MAYMOVE|MREMAP_FIXED, p+4096) = p+4096
B fsync(f) = 0
finally:
A store(p+4096, 2)
A load(p+4096) = 2
