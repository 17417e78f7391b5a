# A huge page with a pin is found on its way by a fork: the child gets a copy of its own, and the device's page stays the parent's.
machine(memory=8M)
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 2M, MADV_HUGEPAGE) = 0
A store(a, 1) = 0
A page(a) = p
A pin_user_pages(a+0x1000, 1, FOLL_WRITE) = pins
concurrently:
A fork() = B
A dma_write(pins, 9)
A load(a+0x1000) = 9
C migrate_page(p) = -1 EAGAIN
finally:
A store(a+0x1000, 5) = 0
A dma_read(pins) = 5
B load(a) = 1
B load(a+0x1000) = 0
A unpin_user_pages(pins)
