# The mappings of a file's page are walked while one of them goes and the page leaves the file.
A file("data", 4096) = f
A mmap(0x10000000, 4096, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = 0x10000000
A store(0x10000000, 1)
A fork() = C
A get_user_pages(0x10000000, 1, 0) = p
concurrently:
A page_vma_mapped_walk(p[0]) = 0 | 1 | 2
C munmap(0x10000000, 4096) = 0
C ftruncate(f, 0) = 0
finally:
A put_pages(p) = 0
