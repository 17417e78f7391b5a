# A mapping of a device's file moves with its entry of 2 MiB while the file is cut: whoever takes the entry away finds it at one of
# its two places, as the move holds the lock of the file's mappings.
device("pmem0", size=4M)
A file("/pmem0/data", 2M)                                             = f
A fallocate(f, 0, 0, 2M)                                              = 0
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = a
A store(a, 5)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A mremap(a, 2M, 2M, MREMAP_MAYMOVE|MREMAP_FIXED, 0x50000000)          = b
T ftruncate(f, 0)                                                     = 0
finally:
A load(b)                                                             = SIGBUS BUS_ADRERR
