# A frees a page of a huge one that is its own since fork, which splits it in all who map it. The child of the child has
# the huge page of zeros at the same addresses, which is nothing of that folio and stays one.
machine(memory=256M, thp=madvise)
A mmap(0x100000816000, 4194304, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x100000816000
A store(0x10000083a000, 0, 1) = 0
A madvise(0x100000600000, 6291456, MADV_HUGEPAGE) = -1 ENOMEM
A fork() = B
B fork() = C
A touch(0x100000a1a000, 4096, PROT_READ|PROT_WRITE) = 0
C load(0x100000a35000, 1) = 0x0
A madvise(0x100000a02000, 4096, MADV_FREE) = 0
