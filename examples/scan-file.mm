# The stores that reach a file through shared mappings, page by page, as a tracker finds them: by marks at first, and after
# three scans without a store by faults.
A memfd_create("frame", 0)                                       = f
A ftruncate(f, 4*4096)
A mmap(NULL, 4*4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0)     = a
A scan_file(f, 0, 4)                                             = 0
A store(a, 1)
A store(a+0x3000, 1)
A scan_file(f, 0, 4)                                             = 2
A scan_file(f, 0, 4)                                             = 0
# The mark of a page that is unmapped is not lost.
A store(a, 2)
A munmap(a, 4096)                                                = 0
A scan_file(f, 0, 4)                                             = 1
A scan_file(f, 0, 4)                                             = 0
A scan_file(f, 0, 4)                                             = 0
A scan_file(f, 0, 4)                                             = 0
# From here on the first store to each page is a fault, and the second is none.
A store(a+0x1000, 3)
A store(a+0x1000, 4)
A scan_file(f, 0, 4)                                             = 1
A scan_file(f, 0, 4)                                             = 0
# write() is no store.
A pwrite64(f, "x", 1, 0)                                         = 1
A scan_file(f, 0, 4)                                             = 0
