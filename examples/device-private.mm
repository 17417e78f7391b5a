# Memory of a device that no CPU reaches: private pages move there, and the first access of a CPU, whoever makes it, brings
# each back with what it holds. Until then they are not present, and in memory all the same.
machine(memory=4M, cpus=2)
device("gpu0", size=16K, kind=private)
A mmap(NULL, 32768, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = p
A migrate_to_device(p, 8, "gpu0") = 0
A store(p, 1)
A store(p+0x1000, 2)
A store(p+0x2000, 3)
A pin_user_pages(p+0x2000, 1, FOLL_WRITE) = f
A migrate_to_device(p, 3, "gpu0") = 2
A unpin_user_pages(f)
A mincore(p, 8192, [1, 1]) = 0
A load(p) = 1
A store(p+0x1000, 4)
A load(p+0x1000) = 4

# The kernel finds it as well, and so does a child, which has a copy of its own.
A migrate_to_device(p, 3, "gpu0") = 3
A fork() = C
A pin_user_pages(p, 1, FOLL_WRITE) = g
A unpin_user_pages(g)
A store(p, 5)
C load(p) = 1
C load(p+0x2000) = 3
C munmap(p, 32768) = 0
A load(p) = 5
A mprotect(p+0x1000, 4096, PROT_READ) = 0
A load(p+0x1000) = 4
A madvise(p+0x2000, 4096, MADV_DONTNEED) = 0
A load(p+0x2000) = 0

# It holds four pages and no more. One that moves elsewhere in the address space is still there.
A store(p+0x3000, 6)
A store(p+0x4000, 7)
A store(p+0x5000, 8)
A store(p+0x6000, 9)
A store(p+0x7000, 10)
A migrate_to_device(p+0x3000, 5, "gpu0") = 4
A mremap(p+0x3000, 4096, 4096, MREMAP_MAYMOVE|MREMAP_FIXED, 0x50000000) = q
A load(q) = 6

# When it is told to leave, everything comes back first.
A unbind("gpu0") = 0
A migrate_to_device(q, 1, "gpu0") = -1 ENODEV
A load(p+0x4000) = 7
A load(p+0x6000) = 9
A memremap_pages("gpu0") = 0
A migrate_to_device(q, 1, "gpu0") = 1
A load(q) = 6
