# A read past the cache against a truncation: it reads what was there before, or nothing.
A file("data", 4096)                                            = f
A open("data", O_RDWR|O_DIRECT)                                 = d
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = m
A fill(m, 4096, 7)
A pwrite64(d, m, 4096, 0)                                       = 4096
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A pread64(d, m, 512, 0)                                         = 512 | 0
T ftruncate(f, 0)                                               = 0
finally:
A load(m)                                                       = 7
A pread64(d, m, 512, 0)                                         = 0
