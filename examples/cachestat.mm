# How much of a file is cached: cachestat counts whole pages of a range of bytes, and looks at its descriptor, its range and
# its flags in this order.
A memfd_create("m", 0) = fd
A ftruncate(fd, 40960) = 0
A cachestat(fd, {off=0, len=0}, {nr_cache=0}, 0) = 0
A pwrite64(fd, "abc", 3, 0) = 3
A pwrite64(fd, "abc", 3, 8192) = 3
A cachestat(fd, {off=0, len=0}, {nr_cache=2, nr_writeback=0, nr_evicted=0, nr_recently_evicted=0}, 0) = 0
A cachestat(fd, {off=4095, len=1}, {nr_cache=1}, 0) = 0
A cachestat(fd, {off=4096, len=4096}, {nr_cache=0}, 0) = 0
A mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 16384) = at
A load(at, 1) = 0
A cachestat(fd, {off=4096, len=0}, {nr_cache=2}, 0) = 0
A cachestat(fd, {off=-1, len=2}, {nr_cache=0}, 0) = 0
A cachestat(fd, NULL, {nr_cache=0}, 1) = -1 EFAULT
A cachestat(fd, {off=0, len=0}, NULL, 1) = -1 EINVAL
A cachestat(fd, {off=0, len=0}, NULL, 0) = -1 EFAULT
A cachestat(-1, NULL, NULL, 1) = -1 EBADF
