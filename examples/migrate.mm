# A page moves to another frame, and nobody who maps it sees a difference.
machine(memory=1M)
A memfd_create("f", 0)                           = f
A ftruncate(f, 8K)
A mmap(NULL, 8K, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0) = s
A mmap(NULL, 8K, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = p
A store(s, 1)
A store(p, 2)
A fork()                                         = B
B load(s)                                        = 1
A page(s)                                        = m
A page(p)                                        = n
A migrate_page(m)                                = 0
A migrate_page(n)                                = 0
A load(s)                                        = 1
B load(s)                                        = 1
B load(p)                                        = 2
A pread64(f, "\1", 1, 0)                         = 1
B store(s, 3)
A load(s)                                        = 3
B store(p, 4)
A load(p)                                        = 2
# A holder of a page keeps it where it is.
A pin_user_pages(p, 1, FOLL_WRITE)               = held
A migrate_page(held[0])                          = -1 EAGAIN
A unpin_user_pages(held)
A migrate_page(held[0])                          = 0
A get_user_pages(s, 1, 0)                        = got
A migrate_page(got[0])                           = -1 EAGAIN
A put_pages(got)
