# A device is told to leave while somebody has it mapped who never lets go: an administrator wants it gone all the same.
# Concerns: UNBIND
device("pmem0", size=64K)
A file("/pmem0/data", 4096)                                     = f
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0)      = a
A store(a, 1)
A unbind("pmem0") = 0
A load(a) = SIGBUS BUS_ADRERR
