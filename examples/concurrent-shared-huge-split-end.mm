# A hole is punched into a huge folio that reaches beyond the file's end, and pages of it leave the file, while another process
# brings a page in before it.
machine(memory=8M)
A memfd_create("m", 0)                                                     = f
A ftruncate(f, 0x206000)                                                   = 0
A mmap(0x40000000, 4M, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0)   = a
A store(a+0x205000, 1)                                                     = 0
A madvise(a+0x200000, 2M, MADV_COLLAPSE)                                   = 0
A fork()                                                                   = B
concurrently:
A fallocate(f, FALLOC_FL_PUNCH_HOLE|FALLOC_FL_KEEP_SIZE, 0x201000, 4096)   = 0
B store(a+0x1000, 5)                                                       = 0
finally:
A load(a+0x1000)                                                           = 5
A load(a+0x205000)                                                         = 1
A load(a+0x208000)                                                         = SIGBUS BUS_ADRERR
