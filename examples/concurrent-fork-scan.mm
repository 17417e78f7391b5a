# A scan of a file's mappings while one of the spaces is copied: the child's shared mapping starts without
# entries, so nothing is counted twice, and no store is lost.
A memfd_create("frame", 0)                                       = f
A ftruncate(f, 2*4096)
A mmap(NULL, 2*4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0)     = a
B mmap(NULL, 4096, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)  = b
A store(a, 1)
A store(a+0x1000, 1)
concurrently:
A fork()                                                         = C
A store(a+0x1000, 2)
B clean_record_shared_mapping_range(f, 0, 2, 0)                  = 2
finally:
C load(a+0x1000)                                                 = 2
B clean_record_shared_mapping_range(f, 0, 2, 0)                  = 0 | 1
B dirty_bits()                                                   = "11"
