# A page moves to another frame while it is unmapped: nothing is left of it.
machine(memory=512K, cpus=2)
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = p
A store(p, 1)
A page(p) = f
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A munmap(p, 4096) = 0
B migrate_page(f) = 0 | -1 EAGAIN | -1 EINVAL
finally:
A load(p) = SIGSEGV SEGV_MAPERR
