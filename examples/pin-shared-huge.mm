# What holds a page of shared memory holds up that it becomes huge, and that a huge folio falls apart: a hole punched meanwhile is
# full of zeroes but still part of the folio, and the pin stays one of the file's page.
machine(memory=16M)
A memfd_create("m", 0)                                                     = f
A ftruncate(f, 4M)                                                         = 0
A mmap(0x40000000, 4M, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0)   = a
A fill(a, 0x4000, 1)                                                       = 0
A get_user_pages(a+0x1000, 1, 0)                                           = gets
A madvise(a, 2M, MADV_COLLAPSE)                                            = -1 EAGAIN
A put_pages(gets)                                                          = 0
A madvise(a, 2M, MADV_COLLAPSE)                                            = 0
A pin_user_pages(a+0x1000, 2, FOLL_WRITE|FOLL_LONGTERM)                    = pins
A page_maybe_dma_pinned(pins[0])                                           = 1
A fallocate(f, FALLOC_FL_PUNCH_HOLE|FALLOC_FL_KEEP_SIZE, 0x1000, 4096)     = 0
A load(a+0x1000)                                                           = 0
A load(a+0x2000)                                                           = 1
A lseek(f, 0, SEEK_HOLE)                                                   = 0x200000
A smaps(a) = "Rss=2048 Pss=2048 Private_Dirty=2048 Referenced=2048 ShmemPmdMapped=2048"
A dma_write(pins, 7)
A load(a+0x1000)                                                           = 7
A page(a)                                                                  = p
A split_huge_page(p)                                                       = -1 EAGAIN
A migrate_page(p)                                                          = -1 EAGAIN
A unpin_user_pages(pins)
A load(a)                                                                  = 1
A migrate_page(p)                                                          = 0
A load(a+0x1000)                                                           = 7
A smaps(a) = "Rss=2048 Pss=2048 Private_Dirty=2048 Referenced=2048 ShmemPmdMapped=2048"
A page(a)                                                                  = q
A split_huge_page(q)                                                       = 0
A smaps(a) = ""
A load(a+0x2000)                                                           = 7
A fallocate(f, FALLOC_FL_PUNCH_HOLE|FALLOC_FL_KEEP_SIZE, 0x1000, 4096)     = 0
A lseek(f, 0, SEEK_HOLE)                                                   = 0x1000
