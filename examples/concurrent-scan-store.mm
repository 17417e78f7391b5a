# After three scans that find nothing a tracker takes the right to write from a file's pages, to be told of stores by faults. A
# store meanwhile is told of by its mark or by a fault: the right goes first, and the marks are taken after that.
machine(memory=512K, cpus=2)
A memfd_create("frame", 0)                                       = f
A ftruncate(f, 4096)
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0)       = a
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = sum
A fill(sum+1, 2, 1)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
A scan_file(f, 0, 1)                                             = 0
T store(a, 1)
A scan_file(f, 0, 1)                                             = 1
A scan_file(f, 0, 1)                                             = 0
A scan_file(f, 0, 1)                                             = 0
concurrently:
A scan_file(f, 0, 1)                                             = one
T store(a, 2)
finally:
A scan_file(f, 0, 1)                                             = two
A load(sum+one+two)                                              = 1
