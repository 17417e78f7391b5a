# One walk finds what maps a part of a file in every address space; it holds the file's lock and no space's.
A memfd_create("data", 0)                                           = f
A ftruncate(f, 64K)
A mmap(NULL, 64K, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0)          = a
B mmap(NULL, 8*4096, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)  = other
A fork()                                                           = C
A walk_page_mapping(f, 0, 16)                                      = 0
A store(a+0x2000, 1)
A store(a+0x5000, 1)
C load(a+0x2000)                                                   = 1
# The child's load maps what is cached around the page as well.
B walk_page_mapping(f, 2, 1)                                       = 2
B walk_page_mapping(f, 5, 1)                                       = 2
B walk_page_mapping(f, 0, 16)                                      = 4
C munmap(a, 64K)
B walk_page_mapping(f, 0, 16)                                      = 2
A unmap_mapping_range(f, 0x2000, 0x1000)
B walk_page_mapping(f, 0, 16)                                      = 1
A load(a+0x2000)                                                   = 1
