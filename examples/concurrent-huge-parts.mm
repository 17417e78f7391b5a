# All of a huge page is discarded while another thread takes away one of its pages: who comes second finds a table, or nothing.
machine(memory=8M)
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 2M, MADV_HUGEPAGE) = 0
A fill(a, 8192, 1) = 0
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A madvise(a, 2M, MADV_DONTNEED) = 0
T mprotect(a+0x1000, 4096, PROT_READ) = 0
T load(a+0x1000) = 0 | 1
finally:
A load(a) = 0
