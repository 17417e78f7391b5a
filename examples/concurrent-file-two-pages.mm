# Two threads write to two pages of a file that have no blocks yet: both get theirs.
A file("data", 8192) = f
A mmap(0x10000000, 8192, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = 0x10000000
A load(0x10000000) = 0
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A store(0x10000000, 1)
B store(0x10001000, 2)
finally:
A lseek(f, 0, SEEK_HOLE) = 8192
