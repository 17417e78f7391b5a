# A device asks for a page of a mapping that goes at the same time: the fault finds the mapping or none.
machine(memory=512K, cpus=2)
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
A device_attach()                 = 0
concurrently:
A munmap(a, 4096)                 = 0
B device_store(a, 2)              = 0 | -1 EFAULT
finally:
A device_load(a)                  = -1 EFAULT
