# A border between two mappings within a huge page makes small entries of the huge one, also where no entry changes
# otherwise. Taking guards away does not: there is none in a huge entry, and the pages behind it stay one.
machine(thp=madvise)
A mmap(0x100000400000, 4M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x100000400000
A madvise(0x100000400000, 2M, MADV_HUGEPAGE) = 0
A load(0x10000041e000) = 0
A madvise(0x100000400000, 4096, MADV_NOHUGEPAGE) = 0
A store(0x100000728000, 1) = 0
A madvise(0x100000600000, 2M, MADV_COLLAPSE) = 0
A madvise(0x100000600000, 4096, MADV_GUARD_REMOVE) = 0
A fork() = B
B store(0x100000600000, 1) = 0
A load(0x100000600000) = 0
