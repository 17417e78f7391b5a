# A file's stores are tracked while a page is stored to and its entry goes: the mark of a store that comes between the look at
# the entry and its end goes to the tracker, and the next scan tells of the page.
machine(memory=512K, cpus=2)
A memfd_create("frame", 0)                                       = f
A ftruncate(f, 4096)
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0)       = a
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
A scan_file(f, 0, 1)                                             = 0
T store(a, 1)
A scan_file(f, 0, 1)                                             = 1
concurrently:
A madvise(a, 4096, MADV_DONTNEED)                                = 0
T store(a, 2)                                                    = 0
finally:
A scan_file(f, 0, 1)                                             = 1
A scan_file(f, 0, 1)                                             = 0
