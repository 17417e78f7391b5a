# A vfork child works in its parent's memory, and the parent waits until the child is gone.
A mmap(0x10000000, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
A vfork()                            = B
B store(0x10000000, 42)              = 0
B exit(5)
A load(0x10000000)                   = 42
A wait4(B, [{WIFEXITED(s) && WEXITSTATUS(s) == 5}], 0, NULL) = B
