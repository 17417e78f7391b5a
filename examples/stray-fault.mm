# A copy to user memory inside a section faults, and the fault fills a hole of the very device: it clears the new block through
# the kernel's address, inside an exception that began with the device closed. Its section is counted anew, so it opens; the
# block is clear, the copy goes on, and the section outside is as it was.
device("pmem0", size=64K, protect=strict)
A file("/pmem0/old", 64K)                    = g
A mmap(NULL, 64K, PROT_READ|PROT_WRITE, MAP_SHARED, g, 0) = o
A fill(o, 64K, 9)
A munmap(o, 64K)
A ftruncate(g, 0)
A file("/pmem0/data", 8192)                  = f
A mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0) = d
A store(d, 7)
A page(d)                                    = p
A kmap_local_page(p)                         = k
A copy_to_user(d+0x1000, k, 1)               = 0
A kstore(k+1, 8)
A kunmap_local(k)
A load(d+0x1000)                             = 7
A check(d+0x1001, 4095, 0)
A load(d+1)                                  = 8
A reports()                                  = 0
