# The mappings of a page are walked while one of them goes.
A mmap(0x10000000, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
A store(0x10000000, 1)
A fork() = C
A get_user_pages(0x10000000, 1, 0) = p
concurrently:
A page_vma_mapped_walk(p[0]) = 1 | 2
C munmap(0x10000000, 4096) = 0
finally:
A page_vma_mapped_walk(p[0]) = 1
A put_pages(p) = 0
