# As mapping-walk-break.mm, in a design whose walk goes on where a mapping is skipped: no store is hidden. The
# walk's style makes no difference to what is found.
design(MAPPING_WALK_SKIP=continue, WALK_STYLE=iterator)
A memfd_create("frame", 0)                                       = f
A ftruncate(f, 4*4096)
A mmap(NULL, 4*4096, PROT_READ|PROT_WRITE, MAP_PRIVATE, f, 0)    = p
A mmap(NULL, 2*4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 4096)  = s
A store(s, 1)
A clean_record_shared_mapping_range(f, 0, 4, 0)                  = 1
A dirty_bits()                                                   = "0100"
