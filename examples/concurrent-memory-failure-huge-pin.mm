# A page of a huge page is found broken while another page of it is pinned without locks: with or without a split, that page alone is lost.
machine(memory=8M)
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 2M, MADV_HUGEPAGE) = 0
A store(a, 1) = 0
A page(a+0x1000) = p
A madvise(a+0x3000, 0x1fd000, MADV_DONTNEED) = 0
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A memory_failure(p) = 0 | -1 EHWPOISON
T pin_user_pages_fast(a, 1, FOLL_WRITE) = pins
T dma_write(pins, 9)
T unpin_user_pages(pins)
finally:
A load(a+0x1000) = SIGBUS BUS_MCEERR_AR
A load(a) = 9
