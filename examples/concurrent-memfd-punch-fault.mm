# A hole is punched into a file in memory while another page of it is brought in.
A memfd_create("data", 0) = f
A ftruncate(f, 8192) = 0
A mmap(0x10000000, 8192, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = 0x10000000
A store(0x10001000, 1)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A fallocate(f, FALLOC_FL_PUNCH_HOLE|FALLOC_FL_KEEP_SIZE, 4096, 4096) = 0
B store(0x10000000, 2)
finally:
A load(0x10000000) = 2
A load(0x10001000) = 0
