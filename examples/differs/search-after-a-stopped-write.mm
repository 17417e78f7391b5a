# A write to a file on a disk that a fault stops: ext4 had set blocks aside for the whole folio that it was about to
# fill, and SEEK_HOLE tells. Pinfold sets one aside. diff refuses the search.
A file("data", 64K, fs=disk)                                        = f
A mmap(0x20000000, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x20000000
A pwrite64(f, 0x20000000, 16384, 16384)                             = 4096
A lseek(f, 16384, SEEK_DATA)                                        = 16384
A lseek(f, 16384, SEEK_HOLE)                                        = 24576
