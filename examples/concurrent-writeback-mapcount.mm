# Where pins are mappings, writing back counts the entries that map a page to know whether it is pinned, while mappings come
# and go.
design(PIN_COUNT=mapcount)
A file("data", 4096)                                            = f
A open("data", O_RDONLY|O_DIRECT)                               = d
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0)      = a
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0)      = b
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = m
A store(a, 1)
A store(b, 1)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A fsync(f)                                                      = 0
T munmap(b, 4096)                                               = 0
finally:
A fsync(f)                                                      = 0
A pread64(d, m, 4096, 0)                                        = 4096
A load(m)                                                       = 1
