# Memory pressure takes a file's page while a device gets it pinned: either the pin is on the page that the file has then, or
# the page stays.
machine(memory=512K, cpus=2)
A file("data", 4096) = f
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0) = p
A store(p, 1)
A fsync(f) = 0
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A pin_user_pages_fast(p, 1, FOLL_WRITE) = z
B reclaim(1)
finally:
A dma_write(z, 9)
A load(p) = 9
A unpin_user_pages_dirty_lock(z, 1)
