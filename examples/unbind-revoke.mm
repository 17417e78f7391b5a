# A device is taken away as a disk is: every mapping of it is revoked at once, whoever touches it gets a SIGBUS, reads fail.
# Copies that a private mapping made stay. When the device comes back, its files are as they were.
design(UNBIND=revoke)
device("pmem0", size=4M)
A file("/pmem0/data", 64K)                                      = f
A mmap(NULL, 64K, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0)       = a
A mmap(NULL, 64K, PROT_READ|PROT_WRITE, MAP_PRIVATE, f, 0)      = b
A store(a, 7)
A store(b+0x1000, 8)
A unbind("pmem0")                                               = 0
A load(a)                                                       = SIGBUS BUS_ADRERR
A store(a, 1)                                                   = SIGBUS BUS_ADRERR
A load(b)                                                       = SIGBUS BUS_ADRERR
A load(b+0x1000)                                                = 8
A pread64(f, "\7", 1, 0)                                        = -1 EIO
A pin_user_pages(a, 1, 0)                                       = -1 EFAULT
A unbind("pmem0")                                               = -1 ENODEV
A memremap_pages("pmem0")                                       = 0
A memremap_pages("pmem0")                                       = -1 EBUSY
A load(a)                                                       = 7
A unbind("pmem1")                                               = -1 ENODEV
