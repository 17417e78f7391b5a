# What mmap refuses, and with which error.
A mmap(NULL, 0, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)             = -1 EINVAL
A mmap(NULL, -1, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)            = -1 ENOMEM
A mmap(NULL, 256T, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)          = -1 ENOMEM
A mmap(NULL, 4096, PROT_READ, MAP_ANONYMOUS, -1, 0)                      = -1 EINVAL
A mmap(NULL, 4096, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 100)        = -1 EINVAL
A mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, 77, 0)                        = -1 EBADF
A mmap(0x12345, 4096, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)     = -1 EINVAL
A mmap(0x800000000000, 4096, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = -1 ENOMEM
A mmap(0, 4096, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)           = -1 EPERM   # below mmap_min_addr
A file("data", 8192)                                                     = f
A mmap(NULL, 4096, PROT_READ, MAP_SHARED_VALIDATE|0x200000, f, 0)        = -1 EOPNOTSUPP
A mmap(NULL, 4096, PROT_READ, MAP_SHARED|0x200000, f, 0)                 = a     # the old type does not look
A mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, f, 0x7ffffffffffff000)        = -1 EOVERFLOW
A close(f)                                                               = 0
A load(a)                                                                = 0     # a mapping outlives its descriptor
