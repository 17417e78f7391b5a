# process_vm_writev into a task that unmaps.
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A store(a, 7)
A fork() = C
concurrently:
A process_vm_readv(C, [{iov_base=a, iov_len=1}], 1, [{iov_base=a, iov_len=1}], 1, 0) = 1 | -1 EFAULT | -1 ESRCH
C munmap(a, 4096) = 0
finally:
A load(a) = 7
