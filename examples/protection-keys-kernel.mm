# The kernel obeys a task's rights to keys where it reaches the task's memory for it, and not where somebody else's.
machine(pkeys=on)
A mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A fill(a, 8192, 7)                                      = 0
A memfd_create("m", 0) = f
A pkey_alloc(0, PKEY_DISABLE_WRITE)                     = 1
A pkey_mprotect(a, 4096, PROT_READ|PROT_WRITE, 1)       = 0
A write(f, a, 4096)                                     = 4096        # it reads for the task, which may
A pread64(f, a, 4096, 0)                                = -1 EFAULT   # it would write
A pread64(f, a+4096, 4096, 0)                           = 4096
A pin_user_pages_fast(a, 1, FOLL_WRITE)                 = -1 EFAULT
A pin_user_pages(a, 1, FOLL_WRITE)                      = -1 EFAULT
A pin_user_pages_fast(a, 2, 0)                          = p
A unpin_user_pages(p)                                   = 0
A wrpkru(0x55555554)                                    = 0
A write(f, a, 4096)                                     = -1 EFAULT
A write(f, a+4000, 200)                                 = -1 EFAULT
A pwrite64(f, a+4096, 10, 0)                            = 10
A get_user_pages_fast(a, 2, 0)                          = -1 EFAULT
A get_user_pages(a, 1, FOLL_FORCE)                      = -1 EFAULT   # force overrides rights of the mapping, not keys
A mlock(a, 8192)                                        = -1 ENOMEM
A madvise(a, 4096, MADV_POPULATE_READ)                  = -1 EINVAL
A mincore(a, 4096, a)                                   = -1 EFAULT
# Another task is no reader of its own memory: nobody's rights count.
B mmap(0x10000000, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = b
B process_vm_readv(A, [{iov_base=b, iov_len=16}], 1, [{iov_base=a, iov_len=16}], 1, 0) = 16
B load(b)                                               = 7
B pin_user_pages_remote(A, a, 1, FOLL_WRITE)            = q
B unpin_user_pages(q)                                   = 0
# Its own side of the copy is its own memory.
A process_vm_readv(B, [{iov_base=a, iov_len=16}], 1, [{iov_base=b, iov_len=16}], 1, 0) = -1 EFAULT
