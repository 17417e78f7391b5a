# process_vm_readv and process_vm_writev copy between address spaces, and say how far they came.
A mmap(0x10000000, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
A fork()                                                = B
B fill(0x10000000, 8192, 66)                            = 0
A process_vm_readv(B, [{iov_base=0x10000000, iov_len=100}], 1, [{iov_base=0x10000f00, iov_len=100}], 1, 0) = 100
A check(0x10000000, 100, 66)                            = 0
A load(0x10000064)                                      = 0
A store(0x10000100, 7)                                  = 0
A process_vm_writev(B, [{iov_base=0x10000100, iov_len=1}], 1, [{iov_base=0x10001000, iov_len=1}], 1, 0) = 1
B load(0x10001000)                                      = 7
A process_vm_readv(B, [{iov_base=0x10000000, iov_len=8192}], 1, [{iov_base=0x10001000, iov_len=8192}], 1, 0) = 4096
A process_vm_readv(B, [{iov_base=0x10000000, iov_len=16}], 1, [{iov_base=0x20000000, iov_len=16}], 1, 0) = -1 EFAULT
B mprotect(0x10000000, 4096, PROT_READ)                 = 0
A process_vm_writev(B, [{iov_base=0x10000100, iov_len=1}], 1, [{iov_base=0x10000000, iov_len=1}], 1, 0) = -1 EFAULT
A process_vm_readv(B, [], 0, [{iov_base=0x10000000, iov_len=1}], 1, 0) = 0
A process_vm_readv(B, [{iov_base=0x10000000, iov_len=1}], 1, [{iov_base=0x10000000, iov_len=1}], 1, 1) = -1 EINVAL
