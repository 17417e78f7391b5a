# A mapping moves while the mappings are printed: they show it at one place.
machine(memory=512K, cpus=2)
A mmap(0x3ff000, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = p
A store(p, 1)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A mremap(p, 8192, 8192, MREMAP_MAYMOVE|MREMAP_FIXED, 0x7ff000) = 0x7ff000
B maps() = "003ff000-00401000 rw-p 00000000 00:00 0" | "007ff000-00801000 rw-p 00000000 00:00 0"
finally:
B maps() = "007ff000-00801000 rw-p 00000000 00:00 0"
