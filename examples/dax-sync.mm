# Writeback of a file on a device moves nothing: it makes every mapping read-only, so that the next store is noticed. A mapping
# with MAP_SYNC may rely on what it stores being the file's at once; a file on a disk cannot promise that.
device("pmem0", size=4M)
A file("/pmem0/data", 64K)                                                        = f
A mmap(NULL, 64K, PROT_READ|PROT_WRITE, MAP_SHARED_VALIDATE|MAP_SYNC, f, 0)       = a
A store(a, 1)
A fsync(f)                                                                        = 0
A store(a, 2)
A msync(a, 4096, MS_SYNC)                                                         = 0
A load(a)                                                                         = 2
A file("disk", 4096)                                                              = d
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED_VALIDATE|MAP_SYNC, d, 0)      = -1 EOPNOTSUPP
