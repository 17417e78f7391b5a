# Hardware finds a page of a device broken. There is no other page to take its place: it goes from everybody who maps it, and
# who touches it gets a SIGBUS that says why. Its neighbours stay as they are, also in what one entry mapped before.
device("pmem0", size=8M)
A file("/pmem0/data", 2M)                                             = f
A fallocate(f, 0, 0, 2M)                                              = 0
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = a
A fill(a, 2M, 1)
B open("/pmem0/data", O_RDWR)                                         = g
B mmap(NULL, 64K, PROT_READ, MAP_PRIVATE, g, 0)                       = b
B load(b+0x3000)                                                      = 1
A page(a+0x3000)                                                      = p
A memory_failure(p)                                                   = 0
A memory_failure(p)                                                   = -1 EHWPOISON
A load(a+0x3000)                                                      = SIGBUS BUS_MCEERR_AR
A load(a+0x2000)                                                      = 1
A store(a+0x4000, 2)
B load(b+0x3000)                                                      = SIGBUS BUS_MCEERR_AR
B load(b+0x2000)                                                      = 1
B store(b+0x3000, 1)                                                  = SIGSEGV SEGV_ACCERR
A pread64(f, 4096, 1, 0x3000)                                         = -1 EIO | -1 EFAULT
A pin_user_pages(a+0x3000, 1, 0)                                      = -1 EFAULT
A pin_user_pages(a+0x3000, 1, FOLL_HWPOISON)                          = -1 EHWPOISON
