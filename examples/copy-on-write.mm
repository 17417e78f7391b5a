# fork shares every page until somebody writes; then each has its own.
# Concerns: FORK_TABLES
A mmap(0x10000000, 16K, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
A fill(0x10000000, 16K, 1)           = 0
A fork()                             = B
B check(0x10000000, 16K, 1)          = 0
B store(0x10000000, 2)               = 0
A load(0x10000000)                   = 1
A store(0x10001000, 3)               = 0
B load(0x10001000)                   = 1
B munmap(0x10002000, 4096)           = 0
A load(0x10002000)                   = 1
B exit(0)
A wait4(B, [{WIFEXITED(s) && WEXITSTATUS(s) == 0}], 0, NULL) = B
A check(0x10002000, 8192, 1)         = 0
A store(0x10002000, 4)               = 0     # nobody shares it any more
A load(0x10002000)                   = 4
