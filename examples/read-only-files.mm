# A file opened for reading cannot be written through a shared mapping, now or later.
A file("data", 4096)                                        = f
A open("data", O_RDONLY)                                    = r
A open("data", O_WRONLY)                                    = w
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, r, 0)  = -1 EACCES
A mmap(NULL, 4096, PROT_READ, MAP_SHARED, w, 0)             = -1 EACCES
A mmap(NULL, 4096, PROT_READ, MAP_SHARED, r, 0)             = a
A mprotect(a, 4096, PROT_READ|PROT_WRITE)                   = -1 EACCES
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE, r, 0) = p
A store(p, 1)                                               = 0
A load(a)                                                   = 0
A write(r, "x", 1)                                          = -1 EBADF
A read(w, a, 1)                                             = -1 EBADF
A fcntl(w, F_GETFL)                                         = flags
