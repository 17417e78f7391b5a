# A forced write into read-only private memory with a huge page: the page of zeros is replaced first, a page that is shared with
# a child is copied first, and a page that is the mapping's own is written in place. Linux once went round for ever here, since
# only small pages counted as the proof that the copy was made.
machine(memory=16M)
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 2M, MADV_HUGEPAGE) = 0
A store(a, 1)
A mprotect(a, 2M, PROT_READ) = 0
A pin_user_pages(a, 1, FOLL_WRITE|FOLL_FORCE) = p
A dma_write(p, 0x79)
A unpin_user_pages(p)
A load(a) = 0x79
A store(a, 1) = SIGSEGV SEGV_ACCERR
