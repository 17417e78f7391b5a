# A page moves to another frame while a device gets it pinned: either it has moved before, or it stays; what the device
# writes is found at the address.
machine(memory=512K, cpus=2)
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = p
A store(p, 1)
A page(p) = f
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A pin_user_pages_fast(p, 1, FOLL_WRITE) = z
B migrate_page(f) = 0 | -1 EAGAIN
finally:
A dma_write(z, 9)
A load(p) = 9
A unpin_user_pages(z)
