# As concurrent-pin-fork.mm, with a pin that only reads: it must see what the parent stores after the fork.
# Concerns: PIN_COUNT
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A store(a, 1)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
T pin_user_pages_fast(a, 1, 0) = p
A fork() = C
finally:
A store(a, 2)
A dma_read(p)   = 2
C load(a)       = 1
A unpin_user_pages(p)
