# Two children end while their parent waits for any.
A fork() = C
A fork() = D
concurrently:
A wait4(-1, NULL, 0, NULL) = p
A wait4(-1, NULL, 0, NULL) = q
C exit(0)
D exit(0)
finally:
A wait4(-1, NULL, 0, NULL) = -1 ECHILD
