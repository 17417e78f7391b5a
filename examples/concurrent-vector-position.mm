# Two threads write through one descriptor, several buffers each: each write comes behind the other, and none gets between.
machine(cpus=2)
A memfd_create("m", 0)                                  = f
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A writev(f, [{iov_base="a", iov_len=1}, {iov_base="bc", iov_len=2}], 2) = 3
B writev(f, [{iov_base="xy", iov_len=2}, {iov_base="z", iov_len=1}], 2) = 3
finally:
A lseek(f, 0, SEEK_CUR)                                 = 6
A lseek(f, 0, SEEK_END)                                 = 6
