# A GiB of a file moves with its PMD table, by the entry that points to it, while the file is cut. A walk that takes a page
# from the mappings of a file goes through the table wherever it hangs, so it must not move under the walk: that would make the
# CPUs forget the old place, and the new one would still lead to a page that is free.
A file("/data", 4K)                                                   = f
A mmap(0x40000000, 1G, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = a
A store(a, 5)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A mremap(a, 1G, 1G, MREMAP_MAYMOVE|MREMAP_FIXED, 0x100000000)         = b
A load(0x100000000)                                                   = 5 | SIGBUS BUS_ADRERR
A load(0x100000000)                                                   = 5 | SIGBUS BUS_ADRERR
T ftruncate(f, 0)                                                     = 0
finally:
A load(b)                                                             = SIGBUS BUS_ADRERR
