# A file's mapping moves while another process lets go of its own mapping of the file.
A file("data", 4096) = f
A mmap(0x10000000, 4096, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = 0x10000000
A store(0x10000000, 1)
A fork() = C
concurrently:
A mremap(0x10000000, 4096, 4096, MREMAP_MAYMOVE|MREMAP_FIXED, 0x20000000) = 0x20000000
C munmap(0x10000000, 4096) = 0
finally:
A load(0x20000000) = 1
