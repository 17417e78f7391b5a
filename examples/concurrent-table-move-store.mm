# Stores beside mremap of a GiB whose PMD table moves as it is, by the entry that points to it: at the old place or nowhere.
machine(memory=8M)
A mmap(0x40000000, 1G, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_NORESERVE|MAP_FIXED, -1, 0) = a
A store(a, 5)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
T store(a+1, 9)                                                       = 0 | SIGSEGV SEGV_MAPERR
A mremap(a, 1G, 1G, MREMAP_MAYMOVE|MREMAP_FIXED, 0x100000000)         = b
A load(b)                                                             = 5
A madvise(b, 4096, MADV_DONTNEED)                                     = 0
finally:
A load(b+1)                                                           = 0
