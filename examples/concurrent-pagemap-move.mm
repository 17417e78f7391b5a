# Two pages of two leaf tables move while pagemap looks at their old place: it sees both or neither.
machine(memory=512K, cpus=2)
A mmap(0x3ff000, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = p
A fill(p, 8192, 1)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A mremap(p, 8192, 8192, MREMAP_MAYMOVE|MREMAP_FIXED, 0x7ff000) = 0x7ff000
B pagemap(p, 2) = 0x8100000000000000, 0x8100000000000000 | 0, 0
finally:
B pagemap(p, 2) = 0, 0
