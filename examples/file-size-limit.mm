# A limit on the size of files: calls that would make one larger fail, a write that crosses it is cut. (A program that does
# not ignore SIGXFSZ is ended by it.)
A file("f", 100, fs=tmpfs)                              = f
A setrlimit(RLIMIT_FSIZE, {rlim_cur=64, rlim_max=RLIM_INFINITY}) = 0
A ftruncate(f, 80)                                      = 0           # it gets smaller
A ftruncate(f, 81)                                      = -1 EFBIG
A pwrite64(f, "abcdef", 6, 60)                          = 4
A pwrite64(f, "a", 1, 64)                               = -1 EFBIG    # though the file has that byte
A pwrite64(f, "", 0, 64)                                = 0
A fallocate(f, 0, 0, 80)                                = 0           # as large as it is
A fallocate(f, 0, 0, 81)                                = -1 EFBIG
A fallocate(f, FALLOC_FL_KEEP_SIZE, 0, 81)              = -1 EFBIG    # though it would stay as large
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0) = a
A store(a+70, 1)                                        = 0           # stores are no calls
A memfd_create("m", 0)                                  = m
A ftruncate(m, 65)                                      = -1 EFBIG
A pwritev(m, [{iov_base=a, iov_len=50}, {iov_base=a, iov_len=50}], 2, 0) = 64
