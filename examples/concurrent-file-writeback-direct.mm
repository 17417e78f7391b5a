# A page is written back while a write past the cache goes to the same block: what is written later stays. The write past the
# cache waits for the page before it drops it.
machine(memory=512K, cpus=2)
A file("data", 4096) = f
A open("data", O_RDWR|O_DIRECT)  = d
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = b
A store(b, 7)
A pwrite64(f, "\1", 1, 0) = 1
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A writeback(f) = 0
B pwrite64(d, b, 4096, 0) = 4096
finally:
A pread64(f, "\7", 1, 0) = 1
