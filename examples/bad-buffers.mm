# What Linux 6.18 says to buffers, strings, structures and vectors that cannot be read or written, wholly or in part, and
# which mistake it finds first when there are several.
A mmap(0x100000, 65536, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_FIXED|MAP_ANONYMOUS, -1, 0) = 0x100000
A munmap(0x102000, 4096) = 0
A mprotect(0x104000, 4096, PROT_READ) = 0
A mprotect(0x106000, 4096, PROT_NONE) = 0
A store(0x104ff8, 0, 8) = SIGSEGV SEGV_ACCERR
A memfd_create("m", 0) = 3
A ftruncate(3, 65536) = 0
A pwrite64(3, "0123456789abcdef0123456789abcdef", 32, 4080) = 32
A memfd_create(0x102000, 0) = -1 EFAULT
A memfd_create(0x102000, 0x1000) = -1 EINVAL
A memfd_create(0x101ffc, 0) = 4
A fill(0x101000, 4096, 97) = 0
A memfd_create(0x101ffc, 0) = -1 EFAULT
A memfd_create(0x101f00, 0) = -1 EINVAL
A memfd_create(0x101e00, 0) = -1 EINVAL
A open(0x102000, O_RDWR|0x80000000, 00) = -1 EFAULT
A open(0x102000, O_RDWR|O_CREAT|O_DIRECTORY, 00) = -1 EINVAL
A openat(AT_FDCWD, NULL, O_RDONLY) = -1 EFAULT
A creat(0x102000, 0600) = -1 EFAULT
A truncate(0x102000, -1) = -1 EINVAL
A truncate(NULL, 0) = -1 EFAULT
A unlink(0x102000) = -1 EFAULT
A pread64(3, 0x101ff0, 32, 4080) = 16
A pread64(3, 0x102000, 32, 4080) = -1 EFAULT
A pread64(3, 0x104000, 32, 4080) = -1 EFAULT
A pread64(3, 0x104000, 32, 70000) = 0
A pread64(3, 0x104000, 0, 0) = 0
A pread64(3, 0x8000000000000000, 0, 0) = -1 EFAULT
A pread64(3, 0x7ffffffff000, 0, 0) = 0
A pread64(3, 0x800000000000, 1, 0) = -1 EFAULT
A pwrite64(3, 0x101ff0, 32, 0) = 16
A pwrite64(3, 0x102000, 32, 0) = -1 EFAULT
A pwrite64(3, 0x106000, 0, 0) = 0
A pwrite64(3, 0x106000, 10, -1) = -1 EINVAL
A pwrite64(99, 0x106000, 10, -1) = -1 EINVAL
A read(3, 0x101ff0, 64) = 16
A write(3, 0x101ff0, 64) = 16
A lseek(3, 0, SEEK_CUR) = 32
A readv(3, [{iov_base=0x101000, iov_len=8}, {iov_base=0x102000, iov_len=8}], 2) = 8
A lseek(3, 0, SEEK_CUR) = 40
A writev(3, [{iov_base=0x101000, iov_len=8}, {iov_base=0x102000, iov_len=8}, {iov_base=0x101000, iov_len=8}], 3) = 8
A lseek(3, 0, SEEK_CUR) = 48
A preadv2(3, [{iov_base=0x102000, iov_len=8}, {iov_base=0x101000, iov_len=8}], 2, 0, 0) = -1 EFAULT
A preadv2(3, [{iov_base=0x101000, iov_len=8}, {iov_base=0x102000, iov_len=0}], 2, 0, 0) = 8
A preadv2(3, [{iov_base=0x101000, iov_len=8}, {iov_base=0x8000000000000000, iov_len=0}], 2, 0, 0) = -1 EFAULT
A preadv2(3, [{iov_base=0x101000, iov_len=8}, {iov_base=0x102000, iov_len=18446744073709551615}], 2, 0, 0) = -1 EINVAL
A preadv2(3, 0x102000, 2, 0, 0) = -1 EFAULT
A preadv2(3, 0x102000, 0, 0, 0) = 0
A preadv2(3, 0x102000, 2, -2, 0) = -1 EINVAL
A preadv2(3, 0x102000, 2, 0, 0x10000) = -1 EFAULT
A preadv2(3, 0x101ff8, 1, 0, 0x10000) = -1 EFAULT
A preadv2(3, 0x101ff8, 2000, 0, 0) = -1 EINVAL
A preadv2(99, 0x101ff8, 2000, 0, 0) = -1 EBADF
A readv(3, 0x101ff8, 1) = -1 EFAULT
A readv(3, NULL, 1) = -1 EFAULT
A readv(3, NULL, 0) = 0
A writev(3, NULL, -1) = -1 EINVAL
A pwritev(3, 0x102000, 1, -1) = -1 EINVAL
A mincore(0x100000, 8192, 0x101000) = 0
A mincore(0x100000, 8192, 0x102000) = -1 EFAULT
A mincore(0x100000, 8192, 0x104000) = -1 EFAULT
A mincore(0x100000, 0, 0x102000) = 0
A mincore(0x100001, 8192, 0x102000) = -1 EINVAL
A mincore(0x100000, 8192, 0x101fff) = -1 EFAULT
A mincore(0x100000, 8192, 0x800000000000) = -1 EFAULT
A mincore(0x100000, 65536, 0x102000) = -1 EFAULT
A mincore(0x102000, 4096, 0x102000) = -1 ENOMEM
A mincore(0x800000000000, 4096, 0x102000) = -1 ENOMEM
A mincore(0x100000, 0, 0x8000000000000000) = -1 EFAULT
A setrlimit(RLIMIT_NOFILE, {rlim_cur=100, rlim_max=200}) = 0
A getrlimit(RLIMIT_NOFILE, 0x102000) = -1 EFAULT
A getrlimit(RLIMIT_NOFILE, 0x101ff8) = -1 EFAULT
A getrlimit(99, 0x102000) = -1 EINVAL
A getrlimit(RLIMIT_NOFILE, NULL) = -1 EFAULT
A setrlimit(RLIMIT_NOFILE, 0x102000) = -1 EFAULT
A setrlimit(99, 0x102000) = -1 EFAULT
A setrlimit(99, {rlim_cur=1, rlim_max=0}) = -1 EINVAL
A setrlimit(RLIMIT_NOFILE, NULL) = -1 EFAULT
A prlimit64(A, RLIMIT_NOFILE, 0x102000, 0x102000) = -1 EFAULT
A prlimit64(0, RLIMIT_NOFILE, NULL, 0x102000) = -1 EFAULT
A prlimit64(99999999, RLIMIT_NOFILE, 0x102000, 0x102000) = -1 EFAULT
A prlimit64(99999999, 99, NULL, NULL) = -1 ESRCH
A prlimit64(0, 99, 0x102000, NULL) = -1 EFAULT
A prlimit64(0, RLIMIT_NOFILE, NULL, {rlim_cur=100, rlim_max=200}) = 0
A process_vm_readv(A, [{iov_base=0x101000, iov_len=16}], 1, [{iov_base=0x101ff8, iov_len=16}], 1, 0) = 8
A process_vm_readv(A, [{iov_base=0x101ff8, iov_len=16}], 1, [{iov_base=0x103000, iov_len=16}], 1, 0) = 8
A process_vm_readv(A, [{iov_base=0x102000, iov_len=16}], 1, [{iov_base=0x103000, iov_len=16}], 1, 0) = -1 EFAULT
A process_vm_readv(A, 0x102000, 1, 0x102000, 1, 1) = -1 EINVAL
A process_vm_readv(A, 0x102000, 1, 0x102000, 1, 0) = -1 EFAULT
A process_vm_readv(A, 0x102000, 2000, 0x102000, 1, 0) = -1 EINVAL
A process_vm_readv(A, 0x102000, 0, 0x102000, 1, 0) = 0
A process_vm_readv(A, [{iov_base=0x101000, iov_len=16}], 1, 0x102000, 1, 0) = -1 EFAULT
A process_vm_readv(A, [{iov_base=0x101000, iov_len=16}], 1, 0x102000, 0, 0) = 0
A process_vm_readv(99999999, [{iov_base=0x101000, iov_len=16}], 1, 0x102000, 0, 0) = 0
A process_vm_readv(99999999, [{iov_base=0x101000, iov_len=16}], 1, 0x102000, 1, 0) = -1 EFAULT
A process_vm_readv(99999999, [{iov_base=0x101000, iov_len=16}], 1, [{iov_base=0x101000, iov_len=16}], 1, 0) = -1 ESRCH
A process_vm_readv(A, [{iov_base=0x101000, iov_len=16}], 1, [{iov_base=0x8000000000000000, iov_len=16}], 1, 0) = -1 EFAULT
A process_vm_readv(A, [{iov_base=0x101000, iov_len=16}], 1, [{iov_base=0x103000, iov_len=18446744073709551615}], 1, 0) = -1 EINVAL
A process_vm_readv(A, [{iov_base=0x8000000000000000, iov_len=16}], 1, [{iov_base=0x103000, iov_len=1}], 1, 0) = -1 EFAULT
A process_vm_writev(A, [{iov_base=0x101ff8, iov_len=16}], 1, [{iov_base=0x103000, iov_len=16}], 1, 0) = 8
A process_vm_writev(A, [{iov_base=0x103000, iov_len=16}], 1, [{iov_base=0x104000, iov_len=16}], 1, 0) = -1 EFAULT
A process_vm_writev(A, [{iov_base=0x106000, iov_len=16}], 1, [{iov_base=0x103000, iov_len=16}], 1, 0) = -1 EFAULT
A process_madvise(99, 0x102000, 1, MADV_COLD, 0) = -1 EFAULT
A process_madvise(99, 0x102000, 1, MADV_COLD, 1) = -1 EINVAL
A process_madvise(99, 0x102000, 1, MADV_HWPOISON, 0) = -1 EFAULT
A process_madvise(99, NULL, 0, MADV_COLD, 0) = -1 EBADF
A process_madvise(99, 0x102000, 2000, MADV_COLD, 0) = -1 EINVAL
A process_madvise(A, 0x102000, 1, 999, 0) = -1 EFAULT
A process_madvise(A, [{iov_base=0x102000, iov_len=4096}], 1, MADV_COLD, 0) = -1 ENOMEM
A process_madvise(A, [{iov_base=0x101000, iov_len=4096}, {iov_base=0x102000, iov_len=4096}], 2, MADV_COLD, 0) = 4096
A cachestat(3, 0x102000, 0x102000, 1) = -1 EFAULT
A cachestat(99, 0x102000, 0x102000, 1) = -1 EBADF
A cachestat(3, {off=0, len=0}, 0x102000, 1) = -1 EINVAL
A cachestat(3, {off=0, len=0}, 0x102000, 0) = -1 EFAULT
A cachestat(3, {off=0, len=0}, 0x101ff0, 0) = -1 EFAULT
A load(0x101ff0, 8) = 0x2
A fork() = B
B exit(3) = 0
A wait4(B, 0x102000, 0, NULL) = -1 EFAULT
A wait4(B, 0x102000, 0, NULL) = -1 ECHILD
A wait4(-1, 0x102000, 0x10, NULL) = -1 EINVAL
A wait4(-1, 0x102000, 0, 0x102000) = -1 ECHILD
A fork() = C
C exit_group(4) = 0
A wait4(C, 0x104000, 0, 0x102000) = -1 EFAULT
A fork() = D
D exit_group(5) = 0
A wait4(D, 0x101000, 0, 0x102000) = -1 EFAULT
A load(0x101000, 4) = 0x500
A fcntl(3, 30583, 1056768) = -1 EINVAL
A pkey_alloc(1, PKEY_DISABLE_READ) = -1 EINVAL
A pkey_alloc(0, PKEY_DISABLE_READ) = -1 EINVAL
A pkey_mprotect(0x101001, 4096, PROT_READ, 16) = -1 EINVAL
A pkey_mprotect(0x101000, 0, PROT_READ, 16) = 0
A pkey_mprotect(0x102000, 4096, PROT_READ, 16) = -1 EINVAL
A pkey_mprotect(0x102000, 4096, 0x1000, 16) = -1 EINVAL
A pkey_free(16) = -1 EINVAL
A prctl(PR_SET_THP_DISABLE, 2, 0, 0, 0) = 0
A prctl(PR_SET_THP_DISABLE, 0, 0, 0, 1) = -1 EINVAL
A prctl(PR_GET_THP_DISABLE, 0, 0, 0, 1) = -1 EINVAL
A fallocate(3, 0, -1, 0) = -1 EINVAL
A lseek(99, -1, 99) = -1 EBADF
A lseek(3, -1, 99) = -1 EINVAL
A dup3(3, 3, O_RDONLY) = -1 EINVAL
A dup3(99, 99, O_RDONLY) = -1 EINVAL
A dup3(99, 98, O_WRONLY) = -1 EINVAL
A dup2(99, 99) = -1 EBADF
A pidfd_open(-1, 0x1) = -1 EINVAL
A pidfd_open(-1, 0) = -1 EINVAL
A pidfd_open(0, 0) = -1 EINVAL
A pidfd_open(99999999, 0) = -1 ESRCH
