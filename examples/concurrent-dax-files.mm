# Two tasks make and remove files on one device at once.
device("pmem0", size=64K)
A file("/pmem0/a", 4096)                            = f
A close(f)                                          = 0
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A unlink("/pmem0/a")                                = 0
T open("/pmem0/b", O_RDWR|O_CREAT, 0600)            = g
T unbind("pmem0")                                   = 0
finally:
A open("/pmem0/a", O_RDWR)                          = -1 ENOENT
A memremap_pages("pmem0")                           = 0
A pwrite64(g, "b", 1, 0)                            = 1
