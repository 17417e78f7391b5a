# process_vm_writev brings in every remote page before it reads the first local byte.
A mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A process_vm_writev(A, [{iov_base=0x1000, iov_len=21}], 1, [{iov_base=a+1464, iov_len=6000}], 1, 0) = -1 EFAULT
A mincore(a, 8192, [1, 1]) = 0
