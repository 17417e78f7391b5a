# The heap shrinks beside a store into it.
A brk(NULL) = h
A brk(h+0x2000) = h+0x2000
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A store(h+0x1000, 1) = 0 | SIGSEGV SEGV_MAPERR
B brk(h) = h
finally:
B load(h+0x1000) = SIGSEGV SEGV_MAPERR
