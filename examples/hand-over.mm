# A name that another task has yet to bind makes a task wait for it: B works where A will have mapped.
machine(cpus=2)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = buf
A load(buf+answer)          = 42
B store(buf+0x1000, 42)     = 0
B load(buf+0x1000)          = 42
B getpid()                  = pid
B load(buf+0xfff)           = zero
B cas(buf+0xff0, zero, 0x1000, 8) = 0
B load(buf+0xff0, 8)        = answer
finally:
A munmap(buf, 8192)         = 0
