# A huge page goes to swap, into places in a row, while another task's small page does: both find places of their own, and come
# back as they were.
machine(memory=8M, swap=6M, cpus=2)
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 2M, MADV_HUGEPAGE)           = 0
A store(a, 1)
B mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = b
B store(b, 2)
concurrently:
A madvise(a, 2M, MADV_PAGEOUT)            = 0
B madvise(b, 4096, MADV_PAGEOUT)          = 0
finally:
A load(a)                                 = 1
B load(b)                                 = 2
