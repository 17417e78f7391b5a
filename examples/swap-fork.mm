# After a fork both processes find a page in swap, and the slot is free when neither needs it any more.
machine(memory=1M, swap=8K)
A mmap(NULL, 8K, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = p
A fill(p, 8K, 7)
A madvise(p, 8K, MADV_PAGEOUT)                   = 0
A fork()                                         = B
B store(p, 8)
B pagemap(p, 2)                                  = 0x8100000000000000, 0x4000000000000000
A load(p)                                        = 7
A load(p+4096)                                   = 7
B exit(0)
# Both slots are free again, and the pages have room there.
A madvise(p, 8K, MADV_PAGEOUT)                   = 0
A pagemap(p, 2)                                  = 0x4000000000000000, 0x4000000000000000
