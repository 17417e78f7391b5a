# A thread ends the process while another is about to store: that one stores before, or ends where it is.
machine(cpus=2)
A mmap(0x10000000, 4096, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A fork()                                                = P
P clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
P exit_group(3)
T store(a, 1)                                           = 0
T store(a, 2)                                           = 0
finally:
A wait4(P, [{WIFEXITED(s) && WEXITSTATUS(s) == 3}], 0, NULL) = P
A load(a)                                               = 0 | 1 | 2
