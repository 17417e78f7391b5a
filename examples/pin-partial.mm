# What cannot be had ends the list; only if there is not even one page is it an error.
A mmap(NULL, 16K, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A munmap(a+0x2000, 4K)                       = 0
A mprotect(a+0x3000, 4K, PROT_READ)          = 0
A pin_user_pages(a, 4, FOLL_WRITE)           = p == 2
A pin_user_pages_fast(a+0x1000, 3, 0)        = q == 1
A pin_user_pages(a+0x2000, 2, 0)             = -1 EFAULT
A pin_user_pages_fast(a+0x3000, 1, FOLL_WRITE) = -1 EFAULT
A get_user_pages(a+0x3000, 1, FOLL_DUMP)     = -1 EFAULT
A get_user_pages(a+0x3000, 1, FOLL_NOFAULT)  = -1 EFAULT
A get_user_pages(0x1000, 1, 0)               = -1 EFAULT
A pin_user_pages(a, 0, 0)                    = 0
A unpin_user_pages(p)
A unpin_user_pages(q)
