# Walking the mappings of one page finds each entry that maps it: a file's in every space, an anonymous page's
# in the parent and in the child that has not written.
A memfd_create("page", 0)                                        = f
A ftruncate(f, 4096)
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0)       = a
A mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, f, 0)                 = b
A store(a, 1)
A page(a)                                                        = shared
A page_vma_mapped_walk(shared)                                   = 1
A load(b)                                                        = 1
A page_vma_mapped_walk(shared)                                   = 2
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = m
A store(m, 7)
A page(m)                                                        = mine
A page_vma_mapped_walk(mine)                                     = 1
A fork()                                                         = C
A page_vma_mapped_walk(mine)                                     = 2
C store(m, 8)
A page_vma_mapped_walk(mine)                                     = 1
A load(m)                                                        = 7
