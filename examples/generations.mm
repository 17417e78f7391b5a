# Three generations of copies: each sees what its parent had at the fork, and nothing later.
A mmap(0x10000000, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
A store(0x10000000, 1)               = 0
A fork()                             = B
A store(0x10000000, 2)               = 0
B fork()                             = C
B store(0x10000000, 3)               = 0
C fork()                             = D
C store(0x10000000, 4)               = 0
A fork()                             = E
A load(0x10000000)                   = 2
B load(0x10000000)                   = 3
C load(0x10000000)                   = 4
D load(0x10000000)                   = 1
E load(0x10000000)                   = 2
C exit(0)
B wait4(C, NULL, 0, NULL)            = C
D store(0x10000000, 5)               = 0
B load(0x10000000)                   = 3
