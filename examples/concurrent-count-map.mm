# The same for a page of a file.
A memfd_create("shared", 0)                                     = f
A ftruncate(f, 4096)                                            = 0
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0)      = a
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0)      = b
A store(a, 1)
A store(b, 1)
A page(a)           = p
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A page_mapcount(p)  = 1 | 2
T munmap(b, 4096)   = 0
finally:
A page_mapcount(p)  = 1
