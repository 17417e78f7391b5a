# A pin that may be held for ever must not write a file that is written back: the file would be changed behind its back
# after each cleaning. Files in memory have nothing to be written back to. Reading is allowed; of a private mapping a copy.
A file("disk", 8K)                                               = d
A file("memory", 8K, fs=tmpfs)                                   = m
A mmap(NULL, 8K, PROT_READ|PROT_WRITE, MAP_SHARED, d, 0)         = disk
A mmap(NULL, 8K, PROT_READ|PROT_WRITE, MAP_SHARED, m, 0)         = memory
A mmap(NULL, 8K, PROT_READ|PROT_WRITE, MAP_PRIVATE, d, 0)        = private
A pin_user_pages(disk, 1, FOLL_WRITE|FOLL_LONGTERM)              = -1 EFAULT
A pin_user_pages(disk, 1, FOLL_WRITE)                            = p
A unpin_user_pages_dirty_lock(p, 1)
A pin_user_pages_fast(disk, 1, FOLL_WRITE|FOLL_LONGTERM)         = -1 EFAULT
A pin_user_pages_fast(disk, 1, FOLL_LONGTERM)                    = q
A unpin_user_pages(q)
A pin_user_pages_fast(memory, 2, FOLL_WRITE|FOLL_LONGTERM)       = r
A dma_write(r, 9)
A load(memory+0x1fff)                                            = 9
A unpin_user_pages_dirty_lock(r, 1)
A pin_user_pages_fast(private, 1, FOLL_LONGTERM)                 = s
A store(private, 4)
A dma_read(s)                                                    = 4
A load(disk)                                                     = 0
A unpin_user_pages(s)
