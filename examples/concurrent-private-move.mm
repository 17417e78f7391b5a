# A page moves to a device no CPU reaches while another thread stores to it and pins it: what is stored is not lost, and a page
# that is pinned stays the page.
machine(memory=512K, cpus=2)
device("gpu0", size=8K, kind=private)
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = p
A store(p, 1)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A migrate_to_device(p, 1, "gpu0") = n
B store(p, 2)
B get_user_pages(p, 1, FOLL_WRITE) = f
B dma_write(f, 9)
B put_page(f[0])
finally:
A load(p) = 9
