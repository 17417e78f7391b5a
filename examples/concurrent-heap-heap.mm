# Two threads move the break at once.
A brk(NULL) = h
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A brk(h+0x1000) = x
B brk(h+0x3000) = y
finally:
A brk(0) = h+0x1000 | h+0x3000
