# A page moves to another frame while mremap moves it to another address, where its mapping becomes one with an earlier one: the
# locks of the reverse map make sure that the mover finds each entry at one of its two places, and never at neither.
machine(memory=512K, cpus=2)
A mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = p
A store(p+4096, 1)
A mremap(p+4096, 4096, 4096, MREMAP_MAYMOVE|MREMAP_FIXED, p-8192) = q
A page(q) = f
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A mremap(q, 4096, 4096, MREMAP_MAYMOVE|MREMAP_FIXED, p+4096) = p+4096
B migrate_page(f) = 0 | -1 EAGAIN
finally:
A store(p+4096, 2)
A load(p+4096) = 2
