# A page of a file moves to another frame while the file loses it: nobody maps it afterwards, neither frame is left over.
machine(memory=512K, cpus=2)
A memfd_create("f", 0) = f
A ftruncate(f, 4096)
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0) = p
A store(p, 1)
A page(p) = n
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A ftruncate(f, 0) = 0
B migrate_page(n) = 0 | -1 EAGAIN | -1 EINVAL
finally:
A load(p) = SIGBUS BUS_ADRERR
