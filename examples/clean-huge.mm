# A store through a huge entry is recorded, and after cleaning the next one is recorded again.
# Concerns: HUGE_WRITE_PROTECT
device("pmem0", size=8M)
A file("/pmem0/data", 2M)                                               = f
A fallocate(f, 0, 0, 2M)                                                = 0
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = a
A store(a+0x5000, 1)
A clean_record_shared_mapping_range(f, 0, 512, 0)
A dirty_range()                                                         = 0, 512
A dirty_reset()
A clean_record_shared_mapping_range(f, 0, 512, 0)                       = 0
A store(a+0x7000, 2)
A clean_record_shared_mapping_range(f, 0, 512, 0)
A dirty_range()                                                         = first, end
A load(a+0x5000)                                                        = 1
