# A page is asked to go to swap and to another frame at once: the folio lock lets one come after the other.
machine(memory=512K, swap=64K, cpus=2)
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = p
A store(p, 1)
A page(p) = f
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A madvise(p, 4096, MADV_PAGEOUT) = 0
A load(p) = 1
B migrate_page(f) = 0 | -1 EAGAIN | -1 EINVAL
finally:
A load(p) = 1
