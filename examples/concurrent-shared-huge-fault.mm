# Two threads fault in what a third process has made huge: one huge entry comes of it.
machine(memory=8M)
A memfd_create("m", 0)                                                     = f
A ftruncate(f, 2M)                                                         = 0
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0)   = a
A store(a, 1)                                                              = 0
A madvise(a, 2M, MADV_COLLAPSE)                                            = 0
A fork()                                                                   = B
B clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD)    = T
concurrently:
B store(a+0x1000, 2)                                                       = 0
T load(a+0x2000)                                                           = 0
finally:
A load(a+0x1000)                                                           = 2
B smaps(a) = "Rss=2048 Pss=1024 Shared_Dirty=2048 Referenced=2048 ShmemPmdMapped=2048"
