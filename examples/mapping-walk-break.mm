# Linux's walk over a file's mappings ends at the first one that is skipped. A private mapping that comes before
# a shared one in the file's tree so hides the shared one: its page is dirty, and cleaning does not find it.
design(MAPPING_WALK_SKIP=break)
A memfd_create("frame", 0)                                       = f
A ftruncate(f, 4*4096)
A mmap(NULL, 4*4096, PROT_READ|PROT_WRITE, MAP_PRIVATE, f, 0)    = p
A mmap(NULL, 2*4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 4096)  = s
A store(s, 1)
A clean_record_shared_mapping_range(f, 0, 4, 0)                  = 0
A dirty_bits()                                                   = "0000"
# Asked for without the pages that only the private mapping has, it is met all the same: both map page 1.
A clean_record_shared_mapping_range(f, 1, 1, 0)                  = 0
A munmap(p, 4*4096)
A clean_record_shared_mapping_range(f, 0, 4, 0)                  = 1
A dirty_bits()                                                   = "0100"
