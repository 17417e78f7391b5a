# What a device that is told to leave waits for: who has it mapped says 1 and unmaps it. What is seen when the device has
# left says whether it waited.
# Concerns: UNBIND, DEVICE_PIN
device("pmem0", size=64K)
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = said
A file("/pmem0/data", 4096)                                     = f
A mmap(said+0x1000, 4096, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = a
A store(said, 0)
A store(a, 1)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
T store(said, 1)
T munmap(a, 4096) = 0
A unbind("pmem0") = 0
A load(said) = seen
