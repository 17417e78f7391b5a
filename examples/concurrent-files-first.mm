# Two tasks make the first file in memory of each at once, and let it go.
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A memfd_create("a", 0) = f
A close(f) = 0
B memfd_create("b", 0) = g
B close(g) = 0
