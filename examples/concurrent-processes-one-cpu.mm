# Two processes take turns on one CPU: the one reads nothing through translations that the other left there.
machine(cpus=1)
A mmap(0x10000000, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
A store(0x10000000, 1)     = 0
A fork()                   = B
concurrently:
A store(0x10000000, 2)     = 0
A load(0x10000000)         = 2
B load(0x10000000)         = 1
B store(0x10000000, 3)     = 0
B load(0x10000000)         = 3
finally:
A load(0x10000000)         = 2
B load(0x10000000)         = 3
