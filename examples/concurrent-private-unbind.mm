# A device that no CPU reaches leaves while a page moves there, and another is touched or unmapped: what is on it comes back,
# nothing comes after, and the device does not wait for anybody.
machine(memory=512K, cpus=3)
device("gpu0", size=8K, kind=private)
A mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = p
A store(p, 1)
A store(p+0x1000, 2)
A migrate_to_device(p, 1, "gpu0") = 1
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = C
concurrently:
A unbind("gpu0") = 0
B migrate_to_device(p+0x1000, 1, "gpu0") = 1 | 0 | -1 ENODEV
C munmap(p, 4096) = 0
finally:
A load(p+0x1000) = 2
