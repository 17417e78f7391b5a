# Two threads read at one position at once: each byte goes to one of them, and a seek beside them is not lost.
A file("data", 8) = f
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A store(a, 1)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A read(f, a, 1) = 1
B read(f, a+1, 1) = 1
B lseek(f, 1, SEEK_CUR) = 2 | 3
finally:
A lseek(f, 0, SEEK_CUR) = 3
