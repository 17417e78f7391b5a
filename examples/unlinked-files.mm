# A file lives as long as somebody holds it open or mapped, whatever became of its name.
A file("data", 4096)                                       = f
A pwrite64(f, "here", 4, 0)                                = 4
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0) = a
A unlink("data")                                           = 0
A unlink("data")                                           = -1 ENOENT
A open("data", O_RDWR)                                     = -1 ENOENT
A close(f)                                                 = 0
A load(a, 4)                                               = 0x65726568
A store(a, 1)                                              = 0
A open("data", O_RDWR|O_CREAT, 0600)                       = g
A lseek(g, 0, SEEK_END)                                    = 0          # another file of the same name
A load(a)                                                  = 1
