# MADV_FREE of a page that a child shares forgets what this space has stored, the child's entry remembers it. Populating for
# writing makes a page dirty again without a store.
A mmap(0x10000000, 16K, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A fill(a, 8K, 7)                                         = 0
A fork()                                                 = B
A madvise(a, 4096, MADV_FREE)                            = 0
A maps()
B madvise(a, 4096, MADV_POPULATE_WRITE)                  = 0
B madvise(a, 4096, MADV_FREE)                            = 0
B maps()
B madvise(a, 4096, MADV_POPULATE_WRITE)                  = 0
B load(a)                                                = 7
