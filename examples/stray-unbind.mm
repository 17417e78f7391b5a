# A kernel address of a device's memory ends with the device. A held page keeps the device; a kernel map alone does not.
device("pmem0", size=2M, protect=strict)
A file("/pmem0/data", 4096)                  = f
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0) = d
A store(d, 1)
A page(d)                                    = p
A kmap_local_page(p)                         = k
A kload(k)                                   = 1
A unbind("pmem0")
A kload(k)                                   = OOPS
A kstore(k, 2)                               = OOPS
A kunmap_local(k)
A memremap_pages("pmem0")
A kload(k)                                   = PKS_FAULT
A pread64(f, "\1", 1, 0)                     = 1
