# Two threads touch neighbouring pages whose tables do not exist yet, and one goes.
A mmap(0x40000000, 0x400000, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A store(a, 1)
A munmap(a, 0x200000) = 0
B store(a+0x200000, 2)
B load(a+0x200000) = 2
finally:
A load(a+0x200000) = 2
