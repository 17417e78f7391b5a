# remap_file_pages beside mmap and munmap of neighbours.
A file("data", 8192) = f
A pwrite64(f, "y", 1, 4096) = 1
A mmap(0x10000000, 8192, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = 0x10000000
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A remap_file_pages(0x10000000, 4096, 0, 1, 0) = 0
B munmap(0x10001000, 4096) = 0
finally:
A load(0x10000000) = 0x79
