# MREMAP_DONTUNMAP unlocks what it leaves behind and goes on counting it: half of the limit is gone twice.
A mmap(NULL, 4M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A mlock(a, 4M) = 0
A mremap(a, 4M, 4M, MREMAP_MAYMOVE|MREMAP_DONTUNMAP, 0) = b
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = c
A mlock(c, 4096) = -1 ENOMEM
