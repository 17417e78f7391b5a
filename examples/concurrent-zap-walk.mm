# Two who hold the mmap lock for reading: one clears entries, the other counts them. Each entry is seen or not.
A mmap(NULL, 4*4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A fill(a, 4*4096, 1)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A zap_page_range(a+0x1000, 2*4096)                               = 0
B walk_page_range(a, 4*4096)                                     = 2 | 3 | 4
finally:
B walk_page_range(a, 4*4096)                                     = 2
A check(a+0x1000, 2*4096, 0)
A load(a+0x3000)                                                 = 1
