# Write-protecting a part of a file takes the right to write wherever it is mapped shared, and says from how
# many entries; private mappings never write to the file and are left alone. The next store faults the right back.
# Concerns: WALK_STYLE
A memfd_create("frame", 0)                                          = f
A ftruncate(f, 8*4096)
A mmap(NULL, 8*4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0)        = a
A mmap(NULL, 4*4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0x2000)   = b
A mmap(NULL, 8*4096, PROT_READ|PROT_WRITE, MAP_PRIVATE, f, 0)       = c
A fill(a, 8*4096, 1)
A fill(b, 4*4096, 2)
A store(c, 3)
A wp_shared_mapping_range(f, 1, 2)                                  = 3
A wp_shared_mapping_range(f, 1, 2)                                  = 0
A store(b, 4)
A store(a+0x1000, 5)
A load(a+0x2000)                                                    = 4
A wp_shared_mapping_range(f, 0, 8)                                  = 11
A wp_shared_mapping_range(f, 100, 8)                                = 0
A store(c, 6)
A load(a)                                                           = 1
