# mprotect splits a mapping while another thread touches both halves.
A mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A store(a, 1)
A store(a+0x1000, 2) = 0 | SIGSEGV SEGV_ACCERR
B mprotect(a+0x1000, 4096, PROT_READ) = 0
B load(a+0x1000) = x
B load(a+0x1000) = x
finally:
B load(a) = 1
