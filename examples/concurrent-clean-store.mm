# A store is not lost between two cleans: what it wrote to is recorded by the clean that runs at the same time,
# or by the one after it.
# Concerns: WALK_STYLE, MAPPING_WALK_SKIP
A memfd_create("frame", 0)                                       = f
A ftruncate(f, 2*4096)
A mmap(NULL, 2*4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0)     = a
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
A store(a, 1)
A clean_record_shared_mapping_range(f, 0, 2, 0)                  = 1
A dirty_reset()
concurrently:
A clean_record_shared_mapping_range(f, 0, 2, 0)                  = 0 | 1
B store(a, 2)
finally:
A clean_record_shared_mapping_range(f, 0, 2, 0)                  = 0 | 1
A dirty_bits()                                                   = "10"
A load(a)                                                        = 2
