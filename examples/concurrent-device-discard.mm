# A device stores by a process's addresses while a page is discarded: when it has been told that the change is over every
# processor has forgotten the old page, so the task that has the device store a value reads that value or the zeros of a page
# that came later, and never what was there before.
machine(memory=512K, cpus=2)
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A store(a, 1)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
A device_attach()                 = 0
B load(a)                         = 1
concurrently:
A madvise(a, 4096, MADV_DONTNEED) = 0
B device_store(a, 2)              = 0
B load(a)                         = 0 | 2
