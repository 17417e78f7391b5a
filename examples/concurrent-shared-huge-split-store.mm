# A hole is punched into a huge folio while another process stores beside the hole: the folio falls apart, the store stays.
machine(memory=8M)
A memfd_create("m", 0)                                                     = f
A ftruncate(f, 2M)                                                         = 0
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0)   = a
A store(a, 1)                                                              = 0
A madvise(a, 2M, MADV_COLLAPSE)                                            = 0
A fork()                                                                   = B
B load(a)                                                                  = 1
concurrently:
A fallocate(f, FALLOC_FL_PUNCH_HOLE|FALLOC_FL_KEEP_SIZE, 0x5000, 4096)     = 0
B store(a+0x4000, 4)                                                       = 0
B store(a+0x4001, 5)                                                       = 0
finally:
A load(a+0x4000)                                                           = 4
A load(a+0x4001)                                                           = 5
B load(a+0x5000)                                                           = 0
