# A private mapping stands before a shared one in the file's tree while the file is cleaned and stored to. A walk that ends at the
# first mapping it has nothing to do with, as Linux's does, never comes to the shared one: the store is in no record.
#
# expect violation under MAPPING_WALK_SKIP=break: expectation
# Concerns: MAPPING_WALK_SKIP
machine(memory=512K, cpus=2)
A memfd_create("frame", 0)                                       = f
A ftruncate(f, 2*4096)
A mmap(NULL, 2*4096, PROT_READ|PROT_WRITE, MAP_PRIVATE, f, 0)    = p
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 4096)    = s
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
B store(s, 1)
concurrently:
A clean_record_shared_mapping_range(f, 0, 2, 0)                  = 1
B store(s, 2)
finally:
A clean_record_shared_mapping_range(f, 0, 2, 0)                  = 0 | 1
A dirty_bits()                                                   = "01"
