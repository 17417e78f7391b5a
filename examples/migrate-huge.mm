# A folio of 2 MiB moves as a whole: it stays huge for all who map it. Where no 2 MiB are free, and where only a part of it
# is still mapped, it is split and the page moves alone.
machine(memory=8M)
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 2M, MADV_HUGEPAGE)                  = 0
A fill(a, 12288, 1)                              = 0
A page(a)                                        = p
A page(a+0x5000) = p5
A migrate_page(p5)                                = 0
A page(a)                                        = q
A page(a+0x5000)                                 = q+5
A check(a, 12288, 1)
A smaps(a)                                       = "Rss=2048 Pss=2048 Private_Dirty=2048 Referenced=2048 Anonymous=2048 AnonHugePages=2048 THPeligible=1"
A store(a+0x1000, 2)
A page(a+0x1000)                                 = q+1
# A holder of one of its pages keeps it where it is.
A pin_user_pages(a+0x3000, 1, FOLL_WRITE)        = held
A migrate_page(q)                                = -1 EAGAIN
A dma_write(held, 9)
A load(a+0x3000)                                 = 9
A unpin_user_pages(held)
# A child maps it too, and a part of its mapping is small.
A fork()                                         = B
B mprotect(a, 4096, PROT_READ)                   = 0
A migrate_page(q)                                = 0
A page(a)                                        = r
B page(a)                                        = r
A pagemap(a, 1)                                  = 0x8000000000000000
B load(a+0x1000)                                 = 2
A load(a+0x3000)                                 = 9
B store(a+0x1000, 3)
A load(a+0x1000)                                 = 2
B exit(0)
# Two more fill the memory: there is no room for a third.
A mmap(0x50000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = b
A madvise(b, 2M, MADV_HUGEPAGE)                  = 0
A store(b, 7)
A mmap(0x60000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = c
A madvise(c, 2M, MADV_HUGEPAGE)                  = 0
A store(c, 8)
A page(b)                                        = s
A migrate_page(s)                                = 0
A smaps(b)                                       = "Rss=4 Pss=4 Private_Dirty=4 Referenced=4 Anonymous=4 THPeligible=1"
A load(b)                                        = 7
A load(b+0x1000)                                 = 0
# All of c but two pages goes: a move takes apart what is left.
A munmap(c+0x2000, 2M-0x2000)                    = 0
A store(c+0x1000, 4)
A page(c)                                        = w
A page(c+0x1000)                                 = w+1
A migrate_page(w)                                = 0
A page(c+0x1000)                                 = w+1
A load(c)                                        = 8
A load(c+0x1000)                                 = 4
