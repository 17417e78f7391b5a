# Where each pinned page holds the device's page map, as in 2015, a pin without locks takes a hold as well: who takes none and
# gives one back would let the device go under somebody else.
design(DEVICE_PIN=per-page)
device("pmem0", size=4M)
A file("/pmem0/data", 8K)                                             = f
A mmap(NULL, 8K, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0)              = a
A store(a, 1)
A pin_user_pages_fast(a, 1, FOLL_WRITE)                               = p
A pin_user_pages(a, 1, FOLL_WRITE)                                    = q
A unpin_user_pages(p)
A unpin_user_pages(q)
A unbind("pmem0")                                                     = 0
A load(a)                                                             = SIGBUS BUS_ADRERR
