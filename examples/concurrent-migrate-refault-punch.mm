# A file's page is faulted in again and moves to another frame while a hole is punched there: no frame stays mapped that has
# left the file.
machine(memory=512K, cpus=2)
A memfd_create("f", 0) = f
A ftruncate(f, 4096)
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0) = p
A store(p, 1)
A page(p) = n
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A load(p) = 0 | 1
A migrate_page(n) = 0 | -1 EAGAIN | -1 EINVAL
B fallocate(f, FALLOC_FL_PUNCH_HOLE|FALLOC_FL_KEEP_SIZE, 0, 4096) = 0
finally:
A load(p) = 0
