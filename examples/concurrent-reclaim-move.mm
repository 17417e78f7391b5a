# A page goes to swap while mremap moves it.
machine(memory=512K, swap=64K, cpus=2)
A mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = p
A munmap(p, 4096)
A store(p+4096, 1)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A mremap(p+4096, 4096, 4096, MREMAP_MAYMOVE|MREMAP_FIXED, p) = p
A load(p) = 1
B reclaim(1)
finally:
A load(p) = 1
