# Clearing a file's entries while a store goes through one of them: the store lands in the file's page, before
# or after, and never in a page that is gone.
A memfd_create("data", 0)                                        = f
A ftruncate(f, 4096)
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0)       = a
A fork()                                                         = B
A store(a, 1)
B store(a, 1)
concurrently:
A unmap_mapping_range(f, 0, 0)                                   = 0
B store(a, 2)
finally:
A load(a)                                                        = 2
B load(a)                                                        = 2
