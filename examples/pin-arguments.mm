# Flags that cannot be meant: a get is no pin, only a pin can be for long, and device memory for peers must stay unpluggable.
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A file("data", 4096) = f
A mmap(NULL, 4096, PROT_READ, MAP_SHARED, f, 0) = m
A pin_user_pages(a, 1, FOLL_GET)                             = -1 EINVAL
A get_user_pages(a, 1, FOLL_PIN)                             = -1 EINVAL
A get_user_pages(a, 1, FOLL_LONGTERM)                        = -1 EINVAL
A get_user_pages_fast(a, 1, FOLL_LONGTERM)                   = -1 EINVAL
A get_user_pages_fast(a, 1, FOLL_TOUCH)                      = -1 EINVAL
A get_user_pages_fast(a, 1, FOLL_DUMP)                       = -1 EINVAL
A pin_user_pages(a, 1, FOLL_LONGTERM|FOLL_PCI_P2PDMA)        = -1 EINVAL
A get_user_pages(m, 1, FOLL_ANON)                            = -1 EFAULT
A get_user_pages_fast(0x7fffffffe000, 2, 0)                  = -1 EFAULT
A get_user_pages_fast(-4096, 1, 0)                           = -1 EFAULT | -1 EOVERFLOW
