# A device stores by a process's addresses while the page is unmapped and its frame is used again: it stores into the page or
# finds nothing there, and never into what the frame is afterwards.
machine(memory=512K, cpus=2)
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = b
A store(a, 1)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
A device_attach()                 = 0
concurrently:
A munmap(a, 4096)                 = 0
A store(b, 7)
B device_store(a, 2)              = 0 | -1 EFAULT
B device_store(a, 3)              = 0 | -1 EFAULT
finally:
A load(b)                         = 7
