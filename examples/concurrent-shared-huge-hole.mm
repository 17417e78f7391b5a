# Shared memory is made huge while another process stores to a page that is a hole: either the page is there before the holes
# are counted, or it is found out and nothing is done, or the store goes to the huge page.
machine(memory=8M)
A memfd_create("m", 0)                                                     = f
A ftruncate(f, 2M)                                                         = 0
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0)   = a
A store(a, 1)                                                              = 0
A fork()                                                                   = B
concurrently:
A madvise(a, 2M, MADV_COLLAPSE)                                            = 0 | -1 EAGAIN
B store(a+0x5000, 7)                                                       = 0
finally:
A load(a+0x5000)                                                           = 7
A load(a)                                                                  = 1
