# A huge page is made and unmapped at once, and its frames are used again, while a thread pins what it can without locks: it
# gets a page of the mapping, whose frame then stays its own, or none.
machine(memory=8M)
A mmap(0x3ffff000, 0x201000, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = z
A fill(z, 8192, 1) = 0
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A madvise(0x40000000, 2M, MADV_COLLAPSE) = 0 | -1 EAGAIN
A munmap(0x40000000, 2M) = 0
A mmap(0x50000000, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = b
A fill(b, 8192, 0x7f) = 0
T pin_user_pages_fast(z, 2, FOLL_WRITE) = pins
T dma_write(pins, 9)
finally:
A check(z, 4096, 9) = 0
A check(b, 8192, 0x7f) = 0
A unpin_user_pages(pins)
