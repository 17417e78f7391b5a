# A read past the cache goes into the page that the reader sees afterwards, whether the process forks before, meanwhile or
# after: a page that is pinned is not shared with the child.
A file("data", 4096)                                            = f
A open("data", O_RDWR|O_DIRECT)                                 = d
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A fill(a, 4096, 7)
A pwrite64(d, a, 512, 0)                                        = 512
A fill(a, 4096, 1)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A pread64(d, a, 512, 0)                                         = 512
T fork()                                                        = B
T store(a+1000, 3)
finally:
A load(a)                                                       = 7
A load(a+1000)                                                  = 3
B load(a)                                                       = 1 | 7
B load(a+1000)                                                  = 1
