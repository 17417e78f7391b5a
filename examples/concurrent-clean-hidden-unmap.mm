# As concurrent-clean-hidden.mm, and the private mapping goes meanwhile: which mappings a walk that ends early comes to is a
# matter of luck then, while one that goes on finds the shared mapping whatever becomes of the other.
#
# expect violation under MAPPING_WALK_SKIP=break: expectation
# Concerns: MAPPING_WALK_SKIP
machine(memory=512K, cpus=2)
A memfd_create("frame", 0)                                       = f
A ftruncate(f, 2*4096)
A mmap(NULL, 2*4096, PROT_READ|PROT_WRITE, MAP_PRIVATE, f, 0)    = p
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 4096)    = s
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
A store(s, 1)
concurrently:
A clean_record_shared_mapping_range(f, 0, 2, 0)                  = 1
B munmap(p, 2*4096)                                              = 0
finally:
A dirty_bits()                                                   = "01"
