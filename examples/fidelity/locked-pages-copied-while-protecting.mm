# mprotect copies the pages of a locked mapping as it becomes writable, before it goes on to the next: what it copies
# there belongs to an anon_vma of its own, so the mapping beyond, written earlier, cannot merge with it any more.
A mmap(0x100000207000, 86016, PROT_NONE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED|MAP_LOCKED, -1, 0) = 0x100000207000
A mprotect(0x10000020b000, 8192, PROT_READ|PROT_WRITE) = 0
A mprotect(0x100000208000, 8192, PROT_READ) = 0
A mprotect(0x100000207000, 16384, PROT_READ|PROT_WRITE) = 0
A maps() = "100000207000-10000020b000 rw-p 00000000 00:00 0\n10000020b000-10000020d000 rw-p 00000000 00:00 0\n10000020d000-10000021c000 ---p 00000000 00:00 0"
