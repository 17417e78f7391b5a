# A store to a shared mapping is recorded although a private mapping of the file comes before it in the file's tree.
# Concerns: MAPPING_WALK_SKIP
A memfd_create("frame", 0)                                       = f
A ftruncate(f, 4*4096)
A mmap(NULL, 4*4096, PROT_READ|PROT_WRITE, MAP_PRIVATE, f, 0)    = p
A mmap(NULL, 2*4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 4096)  = s
A store(s, 1)
A clean_record_shared_mapping_range(f, 0, 4, 0)                  = 1
A dirty_bits()                                                   = "0100"
