# A huge page goes to swap while one of its pages is pinned without locks: it stays, or the pin is of the page that came back.
machine(memory=8M, swap=8M)
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 2M, MADV_HUGEPAGE) = 0
A store(a, 1) = 0
A page(a) = p
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A madvise(a, 2M, MADV_PAGEOUT) = 0
T pin_user_pages_fast(a+0x1000, 1, FOLL_WRITE) = pins
T dma_write(pins, 9)
T unpin_user_pages(pins)
finally:
A load(a) = 1
A load(a+0x1000) = 9
