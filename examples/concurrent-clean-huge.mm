# As concurrent-clean-store.mm through one huge entry: no store is lost between two cleans.
#
# expect violation under HUGE_WRITE_PROTECT=skip: expectation
# Concerns: HUGE_WRITE_PROTECT, WALK_STYLE
device("pmem0", size=4M)
A file("/pmem0/data", 2M)                                               = f
A fallocate(f, 0, 0, 2M)                                                = 0
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = a
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
A store(a, 1)
A clean_record_shared_mapping_range(f, 0, 512, 0)                       = ?
A dirty_reset()
concurrently:
A clean_record_shared_mapping_range(f, 0, 512, 0)                       = ?
B store(a, 2)
finally:
A clean_record_shared_mapping_range(f, 0, 512, 0)                       = ?
A dirty_range()                                                         = 0, end
A load(a)                                                               = 2
