# When a process ends with its threads, its parent's pages are the parent's own again.
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A store(a, 1) = 0
A fork() = B
B clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = C
B exit_group(1)
A wait4(B, [{WIFEXITED(s) && WEXITSTATUS(s) == 1}], 0, NULL) = B
A store(a, 2) = 0
