# A frame breaks while its page moves to another: either the page has left it before, or it breaks with the page in it.
machine(memory=512K, cpus=2)
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = p
A store(p, 1)
A page(p) = n
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A memory_failure(n) = 0 | -1 ENXIO | -1 EBUSY
B migrate_page(n) = 0 | -1 EAGAIN | -1 EINVAL
finally:
A load(p) = 1 | SIGBUS BUS_MCEERR_AR
