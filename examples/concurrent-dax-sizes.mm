# One process reads a hole of a file on a device, which is mapped as one page of zeros, while another fills the hole, for
# which an entry of 2 MiB would do. The task that comes first decides on the size; never do both sizes map the same place.
device("pmem0", size=4M)
A file("/pmem0/data", 2M)                                             = f
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = a
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A load(a+0x1000)                                                      = 0 | 5
T store(a+0x1000, 5)
finally:
A load(a+0x1000)                                                      = 5
A load(a)                                                             = 0
A store(a, 6)
A pread64(f, "\6", 1, 0)                                              = 1
A pread64(f, "\5", 1, 4096)                                           = 1
