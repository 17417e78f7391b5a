# An append beside a truncation: the byte comes after what is left, or is cut off; it leaves no gap.
A file("data", 5) = x
A open("data", O_RDWR|O_APPEND) = f
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A ftruncate(x, 2) = 0
B write(f, "b", 1) = 1
finally:
A lseek(x, 0, SEEK_END) = 2 | 3
