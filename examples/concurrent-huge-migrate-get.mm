# A reference is taken without locks while a folio of 2 MiB moves: it is of a page that the program still has, or the folio stays.
machine(memory=8M)
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 2M, MADV_HUGEPAGE) = 0
A store(a, 1) = 0
A page(a) = p
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A migrate_page(p) = 0 | -1 EAGAIN
T get_user_pages_fast(a+0x1000, 1, FOLL_WRITE) = got
T dma_write(got, 9)
T put_pages(got)
finally:
A load(a+0x1000) = 9
A load(a) = 1
