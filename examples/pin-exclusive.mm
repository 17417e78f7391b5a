# What /proc/PID/pagemap says of a pinned page, as the kernel answers where its buffers for rings are such pins: after fork a
# pinned page is still its process's alone (bit 56), another is shared. Memory of a file that is written back cannot be
# pinned for long, memory in a memfd can, and while it is, it cannot be sealed against writing.
# Where pins are counted as mappings (PIN_COUNT=mapcount) the bit is lost while a page is pinned.
design(PIN_COUNT=bias)
A mmap(NULL, 8K, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A store(a, 1)
A store(a+0x1000, 2)
A pin_user_pages_fast(a, 1, FOLL_WRITE|FOLL_LONGTERM)           = p
A pagemap(a, 2)                                                 = 0x8100000000000000, 0x8100000000000000
A fork()                                                        = B
A pagemap(a, 2)                                                 = 0x8100000000000000, 0x8000000000000000
B pagemap(a, 2)                                                 = 0x8100000000000000, 0x8000000000000000
A unpin_user_pages(p)
A file("disk", 4096)                                            = f
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0)      = d
A pin_user_pages_fast(d, 1, FOLL_WRITE|FOLL_LONGTERM)           = -1 EFAULT
A memfd_create("memory", MFD_ALLOW_SEALING)                     = m
A ftruncate(m, 4096)                                            = 0
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, m, 0)      = s
A pin_user_pages_fast(s, 1, FOLL_WRITE|FOLL_LONGTERM)           = q
A munmap(s, 4096)                                               = 0
A fcntl(m, F_ADD_SEALS, F_SEAL_WRITE)                           = -1 EBUSY
A unpin_user_pages(q)
A fcntl(m, F_ADD_SEALS, F_SEAL_WRITE)                           = 0
