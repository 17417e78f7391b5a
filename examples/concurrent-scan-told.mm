# A scan takes what faults have told of stores while a page is stored to: the store is in this scan or in the next.
machine(memory=512K, cpus=2)
A memfd_create("frame", 0)                                       = f
A ftruncate(f, 8192)
A mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0)       = a
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = sum
A fill(sum+2, 3, 1)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
A touch(a, 8192)
A scan_file(f, 0, 2)                                             = 0
A scan_file(f, 0, 2)                                             = 0
A scan_file(f, 0, 2)                                             = 0
A store(a+0x1000, 1)
concurrently:
A scan_file(f, 0, 2)                                             = one
T store(a, 1)                                                    = 0
finally:
A scan_file(f, 0, 2)                                             = two
A load(sum+one+two)                                              = 1
