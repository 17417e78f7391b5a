# A forced write into a read-only private mapping of a file, against MADV_DONTNEED and reads of the same page: the copy may
# be discarded and made again, but the file is never written. Linux once lost this race.
# Concerns: PIN_COUNT
A file("data", 4096) = f
A pwrite64(f, "x", 1, 0) = 1
A mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, f, 0) = a
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
T pin_user_pages(a, 1, FOLL_WRITE|FOLL_FORCE) = p
T dma_write(p, 0x79)
T unpin_user_pages(p)
A madvise(a, 4096, MADV_DONTNEED) = 0
A load(a) = 0x78 | 0x79
finally:
A pread64(f, "x", 1, 0) = 1
