# A folio is split while its mapping moves: each entry is found at one of its two places.
machine(memory=8M)
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 2M, MADV_HUGEPAGE) = 0
A fill(a, 8192, 1) = 0
A page(a) = p
A madvise(a+0x3000, 0x1fd000, MADV_DONTNEED) = 0
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
T split_huge_page(p) = 0 | -1 EAGAIN
A mremap(a, 2M, 2M, MREMAP_MAYMOVE|MREMAP_FIXED, 0x50000000) = b
finally:
A load(b) = 1
A load(b+0x1000) = 1
A load(b+0x2000) = 0
