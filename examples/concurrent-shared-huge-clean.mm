# As concurrent-clean-store.mm through one huge entry of shared memory: no store is lost between two cleans.
#
# expect violation under HUGE_WRITE_PROTECT=skip: expectation
# Concerns: HUGE_WRITE_PROTECT, WALK_STYLE
machine(memory=8M)
A memfd_create("m", 0)                                                     = f
A ftruncate(f, 2M)                                                         = 0
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0)   = a
A store(a, 1)                                                              = 0
A madvise(a, 2M, MADV_COLLAPSE)                                            = 0
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
A clean_record_shared_mapping_range(f, 0, 512, 0)                          = ?
A dirty_reset()
concurrently:
A clean_record_shared_mapping_range(f, 0, 512, 0)                          = ?
T store(a, 2)                                                              = 0
finally:
A clean_record_shared_mapping_range(f, 0, 512, 0)                          = ?
A dirty_range()                                                            = 0, end
A load(a)                                                                  = 2
