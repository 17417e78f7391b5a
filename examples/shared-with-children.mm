# Shared memory stays shared over fork, whoever writes and whoever dies.
A mmap(0x10000000, 8192, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
A fork()                             = B
B store(0x10000000, 11)              = 0
A load(0x10000000)                   = 11
B fork()                             = C
B exit(3)
C store(0x10001000, 12)              = 0
A load(0x10001000)                   = 12
A wait4(-1, [{WIFEXITED(s) && WEXITSTATUS(s) == 3}], 0, NULL) = B
A wait4(-1, NULL, WNOHANG, NULL)     = -1 ECHILD       # C was B's child
A munmap(0x10000000, 8192)           = 0
C load(0x10000000)                   = 11
