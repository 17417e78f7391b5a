# Truncation behind a pin: the block is taken from the file when the pin is gone, not before. The holder says 1 before it
# lets go.
# Concerns: DEVICE_PIN
device("pmem0", size=64K)
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = said
A file("/pmem0/data", 4096)                                     = f
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
