# Memory that must stay movable holds no page that is pinned for long: such a page moves out of it first, and the pin is on
# the page where it is then.
machine(memory=2M, movable=512K)
A mmap(NULL, 8K, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = p
A fill(p, 8K, 1)
A page(p)                                        = before
A pin_user_pages(p, 2, FOLL_WRITE)               = short
A page(p)                                        = before
A unpin_user_pages(short)
A pin_user_pages_fast(p, 2, FOLL_WRITE|FOLL_LONGTERM) = long
A page(p)                                        = long[0]
A dma_write(long, 9)
A check(p, 8K, 9)
# A page that somebody else holds cannot move, so it cannot be pinned for long.
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = q
A store(q, 1)
A pin_user_pages(q, 1, FOLL_WRITE)               = other
A pin_user_pages(q, 1, FOLL_WRITE|FOLL_LONGTERM) = -1 ENOMEM
A unpin_user_pages(other)
A unpin_user_pages(long)
