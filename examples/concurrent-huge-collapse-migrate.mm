# A page is moved to another frame while it is about to be copied into a huge page: who moves it finds its entry again, for the
# table is taken out of the tree only while nobody follows the reverse map.
machine(memory=8M)
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A store(a, 1) = 0
A page(a) = p
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A madvise(a, 2M, MADV_COLLAPSE) = 0 | -1 EAGAIN | -1 EINVAL
T migrate_page(p) = 0 | -1 EAGAIN | -1 EINVAL | -1 EBUSY
finally:
A load(a) = 1
A store(a, 2) = 0
