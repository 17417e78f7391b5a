# All of a huge page is discarded while another task discards a part of it, which splits its entry: who looked at a huge entry
# looks again when it has the lock.
machine(memory=8M, cpus=2, thp=always)
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A store(a, 1)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A madvise(a, 2M, MADV_DONTNEED) = 0
B madvise(a+0x1000, 4096, MADV_DONTNEED) = 0
finally:
A load(a) = 0
