# What maps a part of a file is cleared everywhere at once; the next access brings the page back from the file,
# and what a private mapping had made of it is gone.
A memfd_create("data", 0)                                        = f
A ftruncate(f, 4*4096)
A mmap(NULL, 4*4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0)     = a
A mmap(NULL, 4*4096, PROT_READ|PROT_WRITE, MAP_PRIVATE, f, 0)    = p
A fill(a, 4*4096, 1)
A store(p+0x1000, 2)
A store(p+0x3000, 3)
A unmap_mapping_range(f, 0x1000, 0x2000)                         = 0
A walk_page_range(a, 4*4096)                                     = 2
A load(p+0x1000)                                                 = 1
A load(p+0x3000)                                                 = 3
A unmap_mapping_range(f, 0, 0)                                   = 0
A walk_page_mapping(f, 0, 4)                                     = 0
A load(p+0x3000)                                                 = 1
A check(a, 4*4096, 1)
