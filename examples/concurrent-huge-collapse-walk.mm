# The mappings of a page that was just taken a reference to are walked while its leaf table is about to become a huge page: who
# walks finds the entry, and never a table that is out of the tree for a moment.
machine(memory=8M, cpus=2)
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A store(a, 1) = 0
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A madvise(a, 2M, MADV_COLLAPSE) = 0 | -1 EAGAIN | -1 EINVAL
T get_user_pages_fast(a, 1, 0) = p
T page_vma_mapped_walk(p[0]) = 1
T put_pages(p)
finally:
A load(a) = 1
