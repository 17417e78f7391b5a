# Reads and writes past the page cache: the user's pages are pinned, and the disk transfers straight to and from them. What
# lies in the cache is written first and forgotten afterwards, so both ways to the file agree. Offsets and lengths are whole
# sectors where there is data; holes, and what lies beyond the end, are zeroed by the CPU and know no alignment.
A file("data", 20K)                                                       = f
A open("data", O_RDWR|O_DIRECT)                                           = d
A mmap(NULL, 16K, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)  = a
A mmap(NULL, 8K, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0)                  = m
A store(m, 7)
A pread64(d, a, 4096, 0)                                                  = 4096
A load(a)                                                                 = 7
A fill(a, 4096, 8)
A pwrite64(d, a, 512, 512)                                                = 512
A load(m)                                                                 = 7
A load(m+512)                                                             = 8
A load(m+1024)                                                            = 0
A pread64(d, a, 100, 0)                                                   = -1 EINVAL
A pread64(d, a, 512, 100)                                                 = -1 EINVAL
A pread64(d, a+256, 4096, 0)                                              = -1 EINVAL
A pread64(d, a+3, 512, 0)                                                 = 512
A pread64(d, a, 100, 8195)                                                = 100
A fill(a, 8K, 9)
A ftruncate(f, 5000)                                                      = 0
A pread64(d, a, 8K, 0)                                                    = 5000
A check(a+5000, 3192, 0)
# A page of the file can be the memory of the transfer, too.
A pread64(d, m+0x1000, 512, 0)                                            = 512
A load(m+0x1000)                                                          = 7
# Memory that cannot be had is the result of the whole call. What was data before has been overwritten all the same; a hole
# stays one, and the file does not grow.
A fill(a+0x2000, 4096, 5)
A munmap(a+0x3000, 4096)                                                  = 0
A pwrite64(d, a+0x2000, 8K, 0)                                            = -1 EFAULT
A load(m)                                                                 = 5
A ftruncate(f, 16K)                                                       = 0
A pwrite64(d, a+0x2000, 8K, 12K)                                          = -1 EFAULT
A pread64(f, "\0", 1, 12K)                                                = 1
A lseek(f, 0, SEEK_END)                                                   = 16384
