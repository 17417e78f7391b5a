# What Linux 6.18 says to descriptors that do not fit a call, with buffers that are no better: files open for one thing only,
# descriptors of paths and of processes, of which one has ended; and where limits are asked before buffers.
A mmap(0x100000, 65536, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_FIXED|MAP_ANONYMOUS, -1, 0) = 0x100000
A munmap(0x102000, 4096) = 0
A fill(0x103000, 4096, 0) = 0
A file("f", 8192, fs=tmpfs) = 3
A open("f", O_WRONLY) = 4
A open("f", O_RDONLY) = 5
A open("f", O_RDONLY|O_PATH) = 6
A read(4, 0x102000, 10) = -1 EBADF
A write(5, 0x102000, 10) = -1 EBADF
A readv(4, 0x102000, 1) = -1 EBADF
A writev(5, 0x102000, 1) = -1 EBADF
A preadv(6, 0x102000, 1, 0) = -1 EBADF
A pread64(6, 0x102000, 1, -1) = -1 EINVAL
A read(6, 0x102000, 1) = -1 EBADF
A cachestat(6, 0x102000, 0x102000, 0) = -1 EBADF
A cachestat(4, {off=0, len=0}, {nr_cache=0, nr_dirty=0, nr_writeback=0, nr_evicted=0, nr_recently_evicted=0}, 0) = 0
A cachestat(5, {off=18446744073709551615, len=2}, {nr_cache=0, nr_dirty=0, nr_writeback=0, nr_evicted=0, nr_recently_evicted=0}, 0) = 0
A cachestat(5, {off=4096, len=18446744073709551615}, {nr_cache=0, nr_dirty=0, nr_writeback=0, nr_evicted=0, nr_recently_evicted=0}, 0) = 0
A ftruncate(5, -1) = -1 EINVAL
A ftruncate(6, -1) = -1 EINVAL
A fallocate(5, 0, 0, 0) = -1 EINVAL
A fallocate(5, FALLOC_FL_KEEP_SIZE|FALLOC_FL_PUNCH_HOLE|FALLOC_FL_INSERT_RANGE|FALLOC_FL_UNSHARE_RANGE, 0, 10) = -1 EOPNOTSUPP
A fallocate(6, 0, 0, 10) = -1 EBADF
A lseek(6, 0, SEEK_SET) = -1 EBADF
A fcntl(6, F_GETFL) = 2097152
A fcntl(6, F_DUPFD, 10) = 10
A fcntl(6, F_GET_SEALS) = -1 EBADF
A fsync(6) = -1 EBADF
A dup(6) = 7
A open("", O_RDONLY) = -1 ENOENT
A open("f", O_RDONLY|O_DIRECTORY) = -1 ENOTDIR
A open("f", O_RDWR|O_CREAT|O_DIRECTORY, 0600) = -1 EINVAL
A open(0x102000, O_RDWR|O_CREAT|O_EXCL|O_DIRECTORY, 0600) = -1 EINVAL
A open(0x102000, O_RDONLY|__O_TMPFILE, 0600) = -1 EINVAL
A open(0x102000, O_RDONLY|O_DIRECTORY|__O_TMPFILE, 0600) = -1 EINVAL
A open(0x102000, O_RDWR|__O_TMPFILE, 0600) = -1 EINVAL
A open(0x102000, O_RDONLY|O_CREAT|O_DIRECTORY|O_PATH, 0600) = -1 EFAULT
A open(0x102000, O_RDWR|O_CREAT|O_DIRECTORY|__O_TMPFILE, 0600) = -1 EINVAL
A openat(AT_FDCWD, 0x102000, O_RDWR|O_CREAT|O_DIRECTORY, 0600) = -1 EINVAL
A setrlimit(RLIMIT_NOFILE, {rlim_cur=3, rlim_max=100}) = 0
A open(0x102000, O_RDONLY) = -1 EFAULT
A memfd_create(0x102000, 0) = -1 EFAULT
A memfd_create("x", 0) = -1 EMFILE
A pidfd_open(A, 0) = -1 EMFILE
A dup(5) = -1 EMFILE
A dup2(5, 50) = -1 EBADF
A fcntl(5, F_DUPFD, 50) = -1 EINVAL
A setrlimit(RLIMIT_NOFILE, {rlim_cur=100, rlim_max=100}) = 0
A setrlimit(RLIMIT_NOFILE, {rlim_cur=1, rlim_max=99999999}) = -1 EPERM
A prlimit64(A, RLIMIT_NOFILE, {rlim_cur=100, rlim_max=90}, 0x102000) = -1 EINVAL
A prlimit64(A, RLIMIT_NOFILE, {rlim_cur=80, rlim_max=90}, 0x102000) = -1 EFAULT
A prlimit64(A, RLIMIT_NOFILE, NULL, {rlim_cur=80, rlim_max=90}) = 0
A setrlimit(RLIMIT_FSIZE, {rlim_cur=5000, rlim_max=6000}) = 0
A pwrite64(3, 0x102000, 10, 4990) = -1 EFAULT
A pwrite64(3, 0x102000, 10, 5000) = -1 EFBIG
A pwritev(3, [{iov_base=0x101ff8, iov_len=16}], 1, 4996) = 4
A pwritev(3, [{iov_base=0x101ffe, iov_len=16}], 1, 4996) = 2
A pwritev2(3, [{iov_base=0x102000, iov_len=16}], 1, -1, RWF_APPEND) = -1 EFBIG
A pwritev2(3, [{iov_base=0x102000, iov_len=16}], 1, 5000, RWF_APPEND) = -1 EFBIG
A fork() = B
A process_vm_readv(B, [{iov_base=0x101ff0, iov_len=16}, {iov_base=0x102000, iov_len=16}], 2, [{iov_base=0x103000, iov_len=32}], 1, 0) = 16
A process_vm_writev(B, [{iov_base=0x101ff0, iov_len=16}, {iov_base=0x102000, iov_len=16}], 2, [{iov_base=0x103000, iov_len=32}], 1, 0) = 16
A process_vm_readv(B, [{iov_base=0x101000, iov_len=16}, {iov_base=0x101100, iov_len=16}], 2, [{iov_base=0x101ff8, iov_len=8}, {iov_base=0x102000, iov_len=16}], 2, 0) = 8
A process_vm_readv(B, [{iov_base=0x101000, iov_len=0}, {iov_base=0x102000, iov_len=0}], 2, [{iov_base=0x102000, iov_len=8}, {iov_base=0x102000, iov_len=16}], 2, 0) = 0
A process_vm_readv(B, [{iov_base=0x101000, iov_len=8}], 1, [{iov_base=0x102000, iov_len=0}], 1, 0) = 0
B exit_group(1) = 0
A process_vm_readv(B, [{iov_base=0x101000, iov_len=8}], 1, [{iov_base=0x103000, iov_len=8}], 1, 0) = -1 ESRCH
A pidfd_open(B, 0) = 8
A process_madvise(8, [{iov_base=0x102000, iov_len=4096}], 1, MADV_COLD, 0) = -1 ESRCH
A prlimit64(B, RLIMIT_NOFILE, NULL, {rlim_cur=80, rlim_max=90}) = 0
A wait4(B, [{WIFEXITED(s) && WEXITSTATUS(s) == 1}], 0, NULL) = B
A process_madvise(8, 0x102000, 1, MADV_COLD, 0) = -1 EFAULT
A process_madvise(8, [{iov_base=0x102000, iov_len=4096}], 1, MADV_COLD, 0) = -1 ESRCH
A process_madvise(8, [{iov_base=0x102000, iov_len=18446744073709551615}], 1, MADV_COLD, 0) = -1 EINVAL
A process_madvise(5, [{iov_base=0x102000, iov_len=4096}], 1, MADV_COLD, 0) = -1 EBADF
A pidfd_open(B, 0) = -1 ESRCH
A read(8, 0x102000, 10) = -1 EINVAL
A write(8, 0x102000, 10) = -1 EINVAL
A lseek(8, 0, SEEK_SET) = -1 ESPIPE
A mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, 8, 0) = -1 ENODEV
A ftruncate(8, 10) = -1 EOPNOTSUPP
A cachestat(8, {off=0, len=0}, {nr_cache=0, nr_dirty=0, nr_writeback=0, nr_evicted=0, nr_recently_evicted=0}, 0) = 0
A fallocate(8, 0, 0, 10) = -1 EOPNOTSUPP
A fsync(8) = -1 EINVAL
A fcntl(8, F_GETFL) = 2
A dup(8) = 9
A close(8) = 0
