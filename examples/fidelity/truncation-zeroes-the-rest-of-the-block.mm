# What a mapping stored beyond the end of a file on a disk is gone when ftruncate makes the file longer, to the end of the
# block, even where the file ends before that; a write that makes it longer clears only what it skips.
A open("data", O_RDWR|O_CREAT, 0600)                                = f
A mmap(0x10000000, 16K, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = 0x10000000
A ftruncate(f, 4348)                                                = 0
A fill(0x10000000, 8192, 1)                                         = 0
A ftruncate(f, 5001)                                                = 0
A check(0x100010fc, 3844, 0)                                        = 0
A ftruncate(f, 4348)                                                = 0
A fill(0x10000000, 8192, 1)                                         = 0
A pwrite64(f, "x", 1, 5000)                                         = 1
A load(0x10001387)                                                  = 0
A load(0x10001388)                                                  = 0x78
A load(0x10001389)                                                  = 1
