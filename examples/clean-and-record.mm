# Cleaning a part of a file records which pages were dirty through shared mappings: bits count from the page
# given last, and the range grows to take in what is recorded. Reads leave no mark, and each store one.
A memfd_create("frame", 0)                                       = f
A ftruncate(f, 16*4096)
A mmap(NULL, 64K, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0)        = a
A store(a+0x3000, 1)
A store(a+0x5000, 1)
A load(a+0x4000)                                                 = 0
A clean_record_shared_mapping_range(f, 2, 6, 2)                  = 2
A dirty_bits()                                                   = "010100"
A dirty_range()                                                  = 1, 4
A clean_record_shared_mapping_range(f, 2, 6, 2)                  = 0
A dirty_range()                                                  = 1, 4
# Records add to what is there; a store after the cleaning shows in the next.
A store(a+0x7000, 1)
A store(a+0x3000, 2)
A clean_record_shared_mapping_range(f, 2, 6, 2)                  = 2
A dirty_bits()                                                   = "010101"
A dirty_range()                                                  = 1, 6
# Emptied; nothing found leaves the number of pages in the start, so that the range is empty still.
A dirty_reset()
A clean_record_shared_mapping_range(f, 2, 6, 2)                  = 0
A dirty_range()                                                  = 6, 0
A dirty_bits()                                                   = "000000"
