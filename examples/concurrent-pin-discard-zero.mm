# A forced write into read-only private memory, against MADV_DONTNEED and a read that maps the page of zeros: the page of
# zeros is never written.
A mmap(NULL, 4096, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A mmap(NULL, 4096, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = other
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
T pin_user_pages(a, 1, FOLL_WRITE|FOLL_FORCE) = p
T dma_write(p, 0x79)
T unpin_user_pages(p)
A madvise(a, 4096, MADV_DONTNEED) = 0
A load(a) = 0 | 0x79
finally:
A load(other) = 0
