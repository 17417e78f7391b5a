# A device that uses a process's addresses sees what the process sees: it brings pages in by faults, sees copies made on write,
# moves and discards, and has no page that is unmapped.
A mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A device_load(a)              = 0
A store(a, 1)
A device_load(a)              = 1
A device_store(a, 2)          = 0
A load(a)                     = 2
A fork()                      = B
A device_store(a, 3)          = 0
B load(a)                     = 2
A load(a)                     = 3
A madvise(a, 4096, MADV_DONTNEED)     = 0
A device_load(a)              = 0
A mprotect(a, 4096, PROT_READ) = 0
A device_load(a)              = 0
A device_store(a, 4)          = -1 EFAULT
A munmap(a, 4096)             = 0
A device_load(a)              = -1 EFAULT
A device_store(a+0x1000, 5)   = 0
A mremap(a+0x1000, 4096, 4096, MREMAP_MAYMOVE|MREMAP_FIXED, a) = a
A device_load(a)              = 5
A device_load(a+0x1000)       = -1 EFAULT
