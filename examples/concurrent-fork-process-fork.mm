# Parent and child fork and end at once: every process is found and waited for.
A fork() = C
concurrently:
A fork() = D
C fork() = E
C exit(0)
D exit(0)
A wait4(D, NULL, 0, NULL) = D
