# The mappings of a file's page are walked while one of them moves: it is found at its old place or at its new one.
A file("data", 4096) = f
A mmap(0x20000000, 4096, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = 0x20000000
A store(0x20000000, 1)
A fork() = C
C load(0x20000000) = 1
C get_user_pages(0x20000000, 1, 0) = p
concurrently:
A mremap(0x20000000, 4096, 4096, MREMAP_MAYMOVE|MREMAP_FIXED, 0x10000000) = 0x10000000
C page_vma_mapped_walk(p[0]) = 2
finally:
C put_pages(p) = 0
