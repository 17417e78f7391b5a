# The kernel's own addresses of a protected device's memory are closed: a stray store is refused, and reported with who did it,
# to which page, under which key, and who has a section open. Users' mappings have nothing to do with it, nor have calls that
# read and write files.
machine(memory=4M)
device("pmem0", size=2M, protect=strict)
A file("/pmem0/data", 8192)                  = f
A mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0) = d
A store(d, 1)
A page(d)                                    = p
A page_address(p)                            = k
A kload(k)                                   = PKS_FAULT
A kstore(k, 2)                               = PKS_FAULT
A load(d)                                    = 1
A pgmap_mk_readwrite(p)
A kstore(k, 3)
B kstore(k, 4)                               = PKS_FAULT
A pgmap_mk_noaccess(p)
A kstore(k, 5)                               = PKS_FAULT
A load(d)                                    = 3
A reports("pks-fault")                       = 4
A report(2) = "task 2 stores to page 1024 at 0xffff888000400000 under key 1, which is closed to it; task 1 has 1 section open for device memory"
A pread64(f, "\3", 1, 0)                     = 1
A pwrite64(f, "x", 1, 4096)                  = 1
A load(d+0x1000)                             = 0x78
A kmap_local_page(p)                         = k
A kstore(k, 6)
A kunmap_local(k)
A load(d)                                    = 6
A pgmap_mk_noaccess(p)
A reports("close-without-open")              = 1
