# Pages that count no entries (as device memory was mapped until 2025): munmap takes the mapping out of the file's reverse map
# before it flushes, so truncation finds nobody and gives the block to another file. What is stored through an old
# translation must not reach that one.
machine(cpus=3)
design(DEVICE_PIN=per-page)
device("pmem0", size=8K)
A file("/pmem0/a", 4096)                                        = f
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0)      = a
A store(a, 1)
A file("/pmem0/b", 8K)                                          = g
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = S
S store(a, 2)
concurrently:
A munmap(a, 4096) = 0
T ftruncate(f, 0) = 0
T pwrite64(g, "b", 1, 0) = 1
T pwrite64(g, "b", 1, 4096) = 1
S store(a, 9) = 0 | SIGSEGV SEGV_MAPERR | SIGBUS BUS_ADRERR
finally:
A pread64(g, "b", 1, 0) = 1
A pread64(g, "b", 1, 4096) = 1
