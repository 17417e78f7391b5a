# A folio is split while one of its pages is pinned without locks: either the pin is there first and the folio stays whole, or
# the pin holds that one page. What the device writes is what the program reads.
machine(memory=8M)
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 2M, MADV_HUGEPAGE) = 0
A fill(a, 8192, 1) = 0
A page(a) = p
A madvise(a+0x3000, 0x1fd000, MADV_DONTNEED) = 0
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A split_huge_page(p) = 0 | -1 EAGAIN
T pin_user_pages_fast(a+0x1000, 1, FOLL_WRITE) = pins
T dma_write(pins, 9)
T page_maybe_dma_pinned(pins[0]) = 1
T unpin_user_pages(pins)
finally:
A load(a+0x1000) = 9
A load(a) = 1
