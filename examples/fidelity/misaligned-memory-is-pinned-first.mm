# A transfer past the page cache whose memory is not aligned is refused by the disk, after the memory was pinned: so its
# pages are there, and a write has been given its blocks, which hold no data yet.
A file("data", 20K)                                                       = f
A open("data", O_RDWR|O_DIRECT)                                           = d
A mmap(NULL, 16K, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)  = a
A pwrite64(d, a+0x1001, 4096, 4096)                                       = -1 EINVAL
A lseek(f, 0, SEEK_DATA)                                                  = -1 ENXIO
A mincore(a, 16K, [0, 1, 1, 0])                                           = 0
A pwrite64(f, "abc", 3, 0)                                                = 3
A pread64(d, a+0x2001, 4096, 0)                                           = -1 EINVAL
A mincore(a, 16K, [0, 1, 1, 1])                                           = 0
