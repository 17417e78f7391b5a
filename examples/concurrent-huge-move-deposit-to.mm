# A huge entry comes into a table of huge entries, with the leaf table set aside for it, while a fault brings another there.
machine(memory=8M, cpus=2, thp=always)
A mmap(0x40000000, 2M, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = p
A mmap(0x80400000, 2M, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = q
A load(p)                                                             = 0
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A mremap(p, 2M, 2M, MREMAP_MAYMOVE|MREMAP_FIXED, 0x80000000)          = 0x80000000
B load(q)                                                             = 0
finally:
A munmap(0x80000000, 4096)                                            = 0
A munmap(q, 4096)                                                     = 0
