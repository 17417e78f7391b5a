# A load through a mapping races with the file's truncation: the bytes that were there, or SIGBUS.
machine(cpus=2)
A file("data", 8192)        = f
A mmap(0x10000000, 8192, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = 0x10000000
A fill(0x10000000, 8192, 7)
A fork()                    = B
concurrently:
A ftruncate(f, 4096)        = 0
A load(0x10001000)          = SIGBUS BUS_ADRERR
B load(0x10001000)          = 7 | SIGBUS BUS_ADRERR
B load(0x10000000)          = 7
finally:
B load(0x10001000)          = SIGBUS BUS_ADRERR
B load(0x10000fff)          = 7
