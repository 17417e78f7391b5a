# A stack grows beside a load from it and beside an unmap of its neighbour.
A mmap(0x20000000, 0x4000, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED|MAP_GROWSDOWN, -1, 0) = s
A store(s, 3)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A store(s-8, 1)
A load(s) = 3
B store(s-0x1008, 2)
B load(s) = 3
finally:
A load(s-8) = 1
A load(s-0x1008) = 2
