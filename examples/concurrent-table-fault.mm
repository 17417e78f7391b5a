# A thread stores to a page while another discards all that its leaf table maps, which frees the table: whoever has found a table
# looks whether it is still the one in the tree when its lock is held.
machine(memory=4M, cpus=2)
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A store(a, 1)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A madvise(a, 2M, MADV_DONTNEED) = 0
B store(a+0x1000, 2) = 0
finally:
A load(a) = 0
A load(a+0x1000) = 0 | 2
