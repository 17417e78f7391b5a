# A store and a load beside mremap of their page: at the old place or nowhere; nothing is lost.
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A mmap(NULL, 8192, PROT_NONE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = hole
A store(a, 7)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A store(a+1, 9) = 0 | SIGSEGV SEGV_MAPERR
B mremap(a, 4096, 4096, MREMAP_MAYMOVE|MREMAP_FIXED, hole) = hole
B load(hole) = 7
finally:
B load(hole) = 7
B load(hole+1) = 0 | 9
