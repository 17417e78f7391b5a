# A private mapping shows the file until a page is written; from then on that page is the task's own.
A file("data", 8192)                                        = f
A pwrite64(f, "one", 3, 0)                                  = 3
A mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE, f, 0) = p
A load(p, 2)                                                = 0x6e6f
A pwrite64(f, "two", 3, 0)                                  = 3
A load(p, 2)                                                = 0x7774     # not copied yet
A store(p+100, 1)                                           = 0
A pwrite64(f, "six", 3, 0)                                  = 3
A load(p, 2)                                                = 0x7774     # copied by the store
A pread64(f, "six", 3, 0)                                   = 3
A pread64(f, "\0", 1, 100)                                  = 1
A pwrite64(f, "end", 3, 4096)                               = 3
A load(p+4096, 2)                                           = 0x6e65
