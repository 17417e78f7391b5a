# A walk over a file's mappings holds no mmap lock. A mapping that goes meanwhile is met whole, in part, or not
# at all; its tables stay until the walk cannot reach them.
# Concerns: WALK_STYLE
A memfd_create("data", 0)                                        = f
A ftruncate(f, 2*4096)
A mmap(NULL, 2*4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0)     = a
B mmap(NULL, 4096, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)  = b
A fill(a, 2*4096, 1)
concurrently:
A munmap(a, 2*4096)
B walk_page_mapping(f, 0, 2)                                     = 0 | 1 | 2
finally:
B walk_page_mapping(f, 0, 2)                                     = 0
