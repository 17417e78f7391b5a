# An address whose highest bits do not agree is nobody's, even if the bits that the page tables translate are somebody's.
A mmap(0x1000, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_FIXED|MAP_ANONYMOUS, -1, 0) = 0x1000
A store(0x1000, 1)
A store(0x8000000000001000, 1) = SIGSEGV SI_KERNEL
