# A folio of 2 MiB moves while its process forks: parent and child find it again, neither as if it were alone.
machine(memory=8M)
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 2M, MADV_HUGEPAGE) = 0
A store(a, 1) = 0
A page(a) = p
concurrently:
A fork() = B
C migrate_page(p) = 0 | -1 EAGAIN | -1 EINVAL
finally:
A store(a, 2) = 0
B load(a) = 1
B store(a+0x1000, 3) = 0
A load(a) = 2
A load(a+0x1000) = 0
B load(a+0x1000) = 3
