# remap_file_pages puts other pages of the file into a shared mapping, in place.
A file("data", 16K)                                        = f
A mmap(0x10000000, 16K, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = 0x10000000
A store(0x10000000, 1)
A store(0x10001000, 2)
A store(0x10002000, 3)
A store(0x10003000, 4)
A remap_file_pages(0x10000000, 4096, 0, 3, 0)              = 0
A load(0x10000000)                                         = 4
A load(0x10001000)                                         = 2
A store(0x10000001, 5)                                     = 0
A load(0x10003001)                                         = 5
A remap_file_pages(0x10000000, 4096, PROT_READ, 0, 0)      = -1 EINVAL
