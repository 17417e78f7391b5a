# A process ends while another reads and writes its memory: before, or not at all.
A mmap(0x10000000, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
A store(0x10000000, 1)
A fork() = C
concurrently:
A process_vm_readv(C, [{iov_base=0x10000000, iov_len=1}], 1, [{iov_base=0x10000000, iov_len=1}], 1, 0) = 1 | -1 ESRCH
C exit(0)
finally:
A load(0x10000000) = 1
