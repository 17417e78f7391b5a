# A device waits until the last mapping of it goes. One that just becomes shorter is still one: who has it mapped keeps
# it until he unmaps it.
design(UNBIND=wait)
device("pmem0", size=64K)
A file("/pmem0/data", 8K)                                       = f
A mmap(NULL, 8K, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0)        = a
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
T munmap(a, 4096)                                               = 0
T store(a+0x1000, 1)
T munmap(a+0x1000, 4096)                                              = 0
A unbind("pmem0")                                               = 0
finally:
A memremap_pages("pmem0")                                       = 0
A pread64(f, "\1", 1, 4096)                                     = 1
