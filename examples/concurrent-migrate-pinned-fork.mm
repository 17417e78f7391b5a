# A page that is pinned is asked to move while its process forks: it stays the parent's, or what the device writes would be
# lost to the parent after its next store.
machine(memory=512K, cpus=2)
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = p
A store(p, 1)
A pin_user_pages(p, 1, FOLL_WRITE) = z
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A fork() = C
A store(p, 2)
B migrate_page(z[0]) = -1 EAGAIN
finally:
A dma_write(z, 9)
A load(p) = 9
C load(p) = 1
A unpin_user_pages(z)
