# Two processes fault the same huge page, one for reading and one for writing, through mappings of different shapes: one may
# use an entry of 2 MiB, the other cannot. Both see one memory.
# Concerns: DEVICE_PIN
device("pmem0", size=4M)
A file("/pmem0/data", 2M)                                             = f
A fallocate(f, 0, 0, 2M)                                              = 0
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = a
B open("/pmem0/data", O_RDWR)                                         = g
B mmap(0x50001000, 4096, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, g, 0) = b
concurrently:
A store(a, 5)
B load(b) = 0 | 5
finally:
A load(a) = 5
B load(b) = 5
B store(b+1, 6)
A load(a+1) = 6
