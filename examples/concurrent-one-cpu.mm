# Two threads on one CPU: who has it, and who loses it while asleep in a call or between two lines, is part of the schedule.
machine(cpus=1)
A mmap(0x10000000, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A store(0x10000000, 1)     = 0
A load(0x10000001)         = 0 | 2
B store(0x10000001, 2)     = 0
B load(0x10000000)         = 0 | 1
finally:
A load(0x10000000, 2)      = 0x201
