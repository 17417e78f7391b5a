# Which pages of a file on a disk are in memory: ext4 caches large folios and reads ahead as it likes, Pinfold caches
# single pages. So a write that a fault stops leaves more pages in memory on the kernel; diff differs here.
A file("data", 64K, fs=disk)                                        = f
A mmap(0x10000000, 64K, PROT_READ, MAP_SHARED|MAP_FIXED, f, 0)      = 0x10000000
A mmap(0x20000000, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x20000000
A pwrite64(f, 0x20000000, 16384, 32768)                             = 4096
A mincore(0x10008000, 16384, [1, 1, 0, 0])                          = 0
