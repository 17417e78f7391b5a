# A mapping that shrinks and moves is charged for what it loses, so an absurd old length fails, after the cut.
A mmap(0x555555576000, 106496, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x555555576000
A mremap(0x55555557c000, 0x10000000000, 8192, MREMAP_MAYMOVE|MREMAP_FIXED, 0x55555556b000) = -1 ENOMEM
A maps() = "555555576000-55555557e000 rw-p 00000000 00:00 0"
