# A read past the cache whose memory is unmapped meanwhile writes into pages that are still its own, or finds no memory: never
# into a page that is somebody else's by then.
machine(memory=1M)
A file("data", 4096)                                            = f
A open("data", O_RDWR|O_DIRECT)                                 = d
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A fill(a, 4096, 7)
A pwrite64(d, a, 4096, 0)                                       = 4096
A store(a, 1)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A pread64(d, a, 4096, 0)                                        = 4096 | -1 EFAULT
T munmap(a, 4096)                                               = 0
T mmap(0x40000000, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = b
T store(b+1, 2)
T load(b+1)                                                     = 2
finally:
A load(b+1)                                                     = 2
