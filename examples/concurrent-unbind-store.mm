# Stores against a device that leaves: each either reaches the device before it goes, or is a SIGBUS.
#
# A device that waits for its mappings never leaves while one of them stays.
#
# expect violation under DEVICE_PIN=per-mapping: deadlock
# expect violation under UNBIND=wait: deadlock
# Concerns: DEVICE_PIN
device("pmem0", size=64K)
A file("/pmem0/data", 4096)                                     = f
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0)      = a
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
T store(a, 1) = 0 | SIGBUS BUS_ADRERR
A unbind("pmem0") = 0
finally:
A load(a) = SIGBUS BUS_ADRERR
A memremap_pages("pmem0") = 0
A load(a) = 0 | 1
