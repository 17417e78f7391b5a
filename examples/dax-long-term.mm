# Nobody may hold blocks of a file system on a device for as long as he likes: they could never be freed.
device("pmem0", size=4M)
A file("/pmem0/data", 64K)                                      = f
A mmap(NULL, 64K, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0)       = a
A store(a, 1)
A pin_user_pages(a, 1, FOLL_LONGTERM)                           = -1 EOPNOTSUPP
A pin_user_pages_fast(a, 1, FOLL_WRITE|FOLL_LONGTERM)           = -1 EOPNOTSUPP
A pin_user_pages_fast(a, 1, FOLL_LONGTERM)                      = -1 EOPNOTSUPP
A pin_user_pages_fast(a, 1, FOLL_WRITE)                         = p
A unpin_user_pages(p)
