# One process pins another's memory. The pins outlive the process.
B mmap(NULL, 8K, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = b
B store(b, 1)
A pin_user_pages_remote(B, b, 2, FOLL_WRITE) = p
A dma_write(p, 6)
B load(b+0x1fff)                             = 6
A get_user_pages_remote(B, b+0x2000, 1, 0)   = -1 EFAULT
B exit(0)
A dma_read(p)                                = 6
A dma_write(p, 7)
A unpin_user_pages(p)
