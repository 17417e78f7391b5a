# A thread stores into a huge page while another forks: the child has the store or not, and no later one.
machine(memory=8M)
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 2M, MADV_HUGEPAGE) = 0
A store(a, 1) = 0
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
T store(a, 2) = 0
T store(a+0x1000, 3) = 0
A fork() = B
B load(a+0x1000) = x == 0 | 3
B load(a) = 1 | 2
finally:
A load(a) = 2
A load(a+0x1000) = 3
