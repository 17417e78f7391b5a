# A pin without locks against a fork. Either the pin comes first, and fork leaves the page to the parent; or fork comes
# first, and the pin makes a page of its own. In each case what the device writes is what the parent reads.
# Concerns: PIN_COUNT, FORK_TABLES
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A store(a, 1)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
T pin_user_pages_fast(a, 1, FOLL_WRITE) = p
A fork() = C
finally:
A store(a, 2)
A dma_read(p)   = 2
A dma_write(p, 3)
A load(a)       = 3
C load(a)       = 1
A unpin_user_pages(p)
