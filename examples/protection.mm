# mprotect splits mappings where rights change and joins them where they are equal again.
A mmap(0x10000000, 64K, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
A fill(0x10000000, 64K, 9)               = 0
A mprotect(0x10004000, 8192, PROT_READ)  = 0
A maps() = "10000000-10004000 rw-p 00000000 00:00 0\n10004000-10006000 r--p 00000000 00:00 0\n10006000-10010000 rw-p 00000000 00:00 0"
A store(0x10004000, 1)                   = SIGSEGV SEGV_ACCERR
A load(0x10004000)                       = 9
A mprotect(0x10004000, 8192, PROT_NONE)  = 0
A load(0x10004000)                       = SIGSEGV SEGV_ACCERR
A mprotect(0x10004000, 8192, PROT_READ|PROT_WRITE) = 0
A maps() = "10000000-10010000 rw-p 00000000 00:00 0"
A load(0x10004000)                       = 9     # the bytes have waited
# What is changed before a hole stays changed.
A mprotect(0x1000e000, 0x4000, PROT_READ) = -1 ENOMEM
A store(0x1000e000, 1)                   = SIGSEGV SEGV_ACCERR
A mprotect(0x1000e001, 4096, PROT_READ)  = -1 EINVAL
A mprotect(0x1000e000, 0, PROT_READ)     = 0
