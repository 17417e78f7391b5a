# A checkpoint takes the marks of stores in a table by plain stores while page walks that would leave one are kept out. What is
# stored at the same time is in it or in the next one (or in both: noted before, stored after); a load that has nothing to note
# is kept from nothing.
machine(memory=512K, cpus=2)
A mmap(0x10000000, 16*4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = p
A touch(p+6*4096, 4*4096, PROT_WRITE)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
A checkpoint()
A touch(p+6*4096, 3*4096, PROT_WRITE)
concurrently:
A checkpoint() = one
B store(p+9*4096, 3)
B load(p+6*4096) = 0
finally:
A checkpoint() = 4-one | 1
A checkpoint() = 0
