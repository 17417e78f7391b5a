# A pin against truncation of a file in memory: of the second page the device has what was the file's, now an orphan, or
# nothing. What the file holds beyond its new end is gone in any case.
# Concerns: PIN_COUNT
A file("data", 8K, fs=tmpfs) = f
A mmap(NULL, 8K, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0) = a
A fill(a, 8K, 1)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
T pin_user_pages_fast(a, 2, FOLL_WRITE|FOLL_LONGTERM) = p
A ftruncate(f, 4096) = 0
finally:
A dma_write(p, 9)
A load(a) = 9
A ftruncate(f, 8K) = 0
A pread64(f, "\0", 1, 4096) = 1
A unpin_user_pages_dirty_lock(p, 1)
