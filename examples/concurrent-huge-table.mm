# The last small page of a table is discarded with the table itself, while a thread brings another page there: a table that is
# not empty stays.
machine(memory=4M)
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A store(a, 1) = 0
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A madvise(a, 2M, MADV_DONTNEED) = 0
T store(a+0x1000, 2) = 0
T store(a+0x2000, 3) = 0
finally:
A load(a) = 0
A load(a+0x1000) = 0 | 2
A load(a+0x2000) = 0 | 3
