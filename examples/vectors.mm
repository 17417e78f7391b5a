# Reads and writes of several buffers at once: what comes of them is what one buffer would give, up to the first byte that
# faults.
A memfd_create("m", 0)                                  = f
A mmap(0x10000000, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A fill(a, 8192, 7)                                      = 0
A munmap(a+4096, 4096)                                  = 0
A writev(f, [{iov_base="abc", iov_len=3}, {iov_base="", iov_len=0}, {iov_base="defg", iov_len=4}], 3) = 7
A lseek(f, 0, SEEK_CUR)                                 = 7
A preadv(f, [{iov_base="cd", iov_len=2}, {iov_base="ef", iov_len=2}], 2, 2) = 4
A writev(f, [{iov_base=a+4090, iov_len=6}, {iov_base=a+4096, iov_len=10}, {iov_base=a, iov_len=5}], 3) = 6
A lseek(f, 0, SEEK_CUR)                                 = 13
A writev(f, [{iov_base=a+4096, iov_len=10}], 1)         = -1 EFAULT
A pwritev(f, [{iov_base=a, iov_len=8}], 1, 4)           = 8
A pread64(f, "abcd\7\7\7\7\7\7\7\7\7", 20, 0)           = 13
A readv(f, [{iov_base=a, iov_len=8}], 1)                = 0           # at the end
A readv(f, [{iov_base=a, iov_len=-1}], 1)               = -1 EINVAL
A readv(f, [{iov_base=a, iov_len=8}, {iov_base=0x900000000000, iov_len=0}], 2) = -1 EFAULT
A readv(99, [{iov_base=a, iov_len=-1}], 1)              = -1 EBADF
A pwritev(f, [{iov_base=a, iov_len=8}], 1, -1)          = -1 EINVAL
A pwritev2(f, [{iov_base="xy", iov_len=2}], 1, 0, RWF_APPEND) = 2     # at the end, whatever the offset
A lseek(f, 0, SEEK_END)                                 = 15
A pwritev2(f, [{iov_base="xy", iov_len=2}], 1, 0, RWF_APPEND|RWF_NOAPPEND) = -1 EINVAL
A preadv2(f, [{iov_base="xy", iov_len=2}], 1, 13, 0x400) = -1 EOPNOTSUPP
A lseek(f, 13, SEEK_SET)                                = 13
A preadv2(f, [{iov_base="x", iov_len=1}, {iov_base="y", iov_len=1}], 2, -1, 0) = 2   # at the position, which moves
A lseek(f, 0, SEEK_CUR)                                 = 15
