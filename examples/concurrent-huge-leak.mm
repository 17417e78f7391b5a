# A child looks at a huge page that it shares with its parent, and unmaps it. The parent's next store must not show in the page
# that the child still holds: the parent is the only one that maps the folio, but not the only one that has it.
machine(memory=8M)
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 2M, MADV_HUGEPAGE) = 0
A store(a, 1) = 0
A fork() = B
concurrently:
A store(a, 2) = 0
B get_user_pages(a, 1, 0) = p
B munmap(a, 2M) = 0
B dma_read(p) = 1
B put_pages(p)
finally:
A load(a) = 2
