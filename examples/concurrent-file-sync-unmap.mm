# Writeback makes every mapping of a dirty page read-only, while mappings come and go.
A file("data", 4096) = f
A mmap(0x10000000, 4096, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = 0x10000000
A store(0x10000000, 1)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A fsync(f) = 0
B munmap(0x10000000, 4096) = 0
B mmap(0x20000000, 4096, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = 0x20000000
B store(0x20000000, 2)
finally:
B load(0x20000000) = 2
