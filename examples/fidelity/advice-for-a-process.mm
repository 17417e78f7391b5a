# process_madvise of the own process: what the advice is matters only where there is a byte; a thread is no process.
A process_madvise(A, [], 0, 5, 0)                        = 0
A process_madvise(A, [], 0, -1, 1)                       = -1 EINVAL
A mmap(0x10000000, 16K, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A fill(a, 16K, 7)                                        = 0
A process_madvise(A, [{iov_base=a, iov_len=0}], 1, 5, 0) = 0
A process_madvise(A, [{iov_base=a, iov_len=0}, {iov_base=a, iov_len=4096}], 2, 5, 0) = -1 EINVAL
A process_madvise(A, [{iov_base=a, iov_len=4096}, {iov_base=a+12K, iov_len=8192}, {iov_base=a+4096, iov_len=4096}], 3, MADV_DONTNEED, 0) = 4096
A process_madvise(A, [{iov_base=a+12K, iov_len=8192}], 1, MADV_DONTNEED, 0) = -1 ENOMEM
A load(a)                                                = 0
A load(a+4096)                                           = 7
A load(a+12K)                                            = 0
# An empty range is passed over, wherever it lies, but for the first.
A process_madvise(A, [{iov_base=a, iov_len=4096}, {iov_base=a+5, iov_len=0}, {iov_base=a+4096, iov_len=4096}], 3, MADV_COLD, 0) = 8192
A process_madvise(A, [{iov_base=a+5, iov_len=0}, {iov_base=a+4096, iov_len=4096}], 2, MADV_COLD, 0) = -1 EINVAL
A process_madvise(-1, [], 0, MADV_DONTNEED, 0)           = -1 EBADF
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
B process_madvise(B, [], 0, MADV_DONTNEED, 0)            = -1 ENOENT
