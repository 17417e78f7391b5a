# What memory pressure takes: pages of files at once, private ones only where there is swap, and none that is mlocked, pinned
# or held.
machine(memory=1M, swap=64K)
A file("data", 16K)                              = f
A mmap(NULL, 16K, PROT_READ, MAP_SHARED, f, 0)   = s
A load(s)                                        = 0
A mmap(NULL, 16K, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = p
A fill(p, 16K, 5)
A mlock(p, 4096)                                 = 0
A pin_user_pages(p+4096, 1, FOLL_WRITE)          = pin
A get_user_pages(p+8192, 1, 0)                   = got
A reclaim(100)                                   = 5
A mincore(s, 16K, [0, 0, 0, 0])                  = 0
A pagemap(p, 4)                                  = 0x8100000000000000, 0x8100000000000000, 0x8100000000000000, 0x4000000000000000
A check(p, 16K, 5)
A unpin_user_pages(pin)
A put_pages(got)
