# A reference to a page of a folio is taken by its number while the folio is split: it keeps the folio whole, or finds no reference to take.
machine(memory=8M, cpus=2)
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 2M, MADV_HUGEPAGE) = 0
A store(a, 1) = 0
A page(a) = p
A madvise(a+0x1000, 0x1ff000, MADV_DONTNEED) = 0
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A split_huge_page(p) = 0 | -1 EAGAIN
T get_user_pages_fast(a, 1, 0) = q
T put_pages(q)
finally:
A load(a) = 1
