# Two tasks take one device away at once and bring it back: one of them does it, the other is told so.
device("pmem0", size=64K)
A file("/pmem0/a", 4096)        = f
A pwrite64(f, "a", 1, 0)        = 1
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A unbind("pmem0")               = 0 | -1 ENODEV
A memremap_pages("pmem0")       = 0 | -1 EBUSY
T unbind("pmem0")               = 0 | -1 ENODEV
T memremap_pages("pmem0")       = 0 | -1 EBUSY
finally:
A memremap_pages("pmem0")       = -1 EBUSY
A pread64(f, "a", 1, 0)         = 1
