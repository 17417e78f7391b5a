# Truncation behind a pin, of a file in memory: the page is an orphan that only the pin keeps, and nobody waits for it.
# Concerns: PIN_COUNT
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = said
A file("data", 4096, fs=tmpfs)                                  = f
A mmap(said+0x1000, 4096, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = a
A store(said, 0)
A store(a, 1)
A pin_user_pages(a, 1, FOLL_WRITE) = p
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
T dma_write(p, 9)
T store(said, 1)
T unpin_user_pages(p)
A ftruncate(f, 0) = 0
A load(said) = seen
