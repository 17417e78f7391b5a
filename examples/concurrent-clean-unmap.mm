# A page that was stored to and is unmapped while the file is cleaned: the mark is recorded, or went to the
# page with its entry; either way the contents stay.
# Concerns: WALK_STYLE, MAPPING_WALK_SKIP
A memfd_create("frame", 0)                                       = f
A ftruncate(f, 4096)
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0)       = a
B mmap(NULL, 4096, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)  = b
A store(a, 9)
concurrently:
A munmap(a, 4096)
B clean_record_shared_mapping_range(f, 0, 1, 0)                  = 0 | 1
finally:
A mmap(NULL, 4096, PROT_READ, MAP_SHARED, f, 0)                  = c
A load(c)                                                        = 9
