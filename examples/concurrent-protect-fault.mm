# Write-protecting against the faults that give the right back: after it, a page is writable only if a store
# came later, and then that store's mark is there for the clean.
A memfd_create("frame", 0)                                       = f
A ftruncate(f, 4096)
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0)       = a
A fork()                                                         = B
A store(a, 1)
B store(a, 1)
A wp_shared_mapping_range(f, 0, 1)                               = 2
A clean_record_shared_mapping_range(f, 0, 1, 0)                  = 2
A dirty_reset()
concurrently:
A wp_shared_mapping_range(f, 0, 1)                               = 0 | 1
B store(a, 2)
finally:
A clean_record_shared_mapping_range(f, 0, 1, 0)                  = 1
A dirty_bits()                                                   = "1"
A load(a)                                                        = 2
