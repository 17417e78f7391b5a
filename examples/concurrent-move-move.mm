# Two threads move pages to each other's neighbourhood.
A mmap(NULL, 16K, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A mmap(NULL, 16K, PROT_NONE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = hole
A store(a, 1)
A store(a+0x2000, 2)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A mremap(a, 4096, 4096, MREMAP_MAYMOVE|MREMAP_FIXED, hole) = hole
B mremap(a+0x2000, 4096, 4096, MREMAP_MAYMOVE|MREMAP_FIXED, hole+0x2000) = hole+0x2000
finally:
A load(hole) = 1
A load(hole+0x2000) = 2
