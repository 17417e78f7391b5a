# No store is lost while a private mapping of the file comes and the file is cleaned: it is recorded by the clean that runs at
# the same time, or by the one after it.
# Concerns: MAPPING_WALK_SKIP
A memfd_create("frame", 0)                                       = f
A ftruncate(f, 2*4096)
A mmap(NULL, 2*4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0)     = a
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
A store(a, 1)
concurrently:
A clean_record_shared_mapping_range(f, 0, 2, 0)                  = 0 | 1
T mmap(NULL, 2*4096, PROT_READ, MAP_PRIVATE, f, 0)               = p
finally:
A clean_record_shared_mapping_range(f, 0, 2, 0)                  = 0 | 1
A dirty_bits()                                                   = "10"
