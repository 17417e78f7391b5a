# A forced write into read-only private memory with a huge page, against MADV_DONTNEED and reads of it, which bring the huge
# page of zeros: the write may go into a page that is discarded, but never into the zeros. Linux once took a dirty mark for
# the proof that the page was the program's own, and a read set that mark.
machine(memory=12M)
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 2M, MADV_HUGEPAGE) = 0
A mprotect(a, 2M, PROT_READ) = 0
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
T pin_user_pages(a, 1, FOLL_WRITE|FOLL_FORCE) = p
T dma_write(p, 0x79)
T unpin_user_pages(p)
A madvise(a, 2M, MADV_DONTNEED) = 0
A load(a) = 0 | 0x79
finally:
A load(a+0x1000) = 0
