# A mapping with an entry of 1 GiB moves while its device leaves: whoever takes the entry away finds it at one of its two places,
# as the move holds the lock of the file's mappings.
#
# expect violation under UNBIND=wait: deadlock
# expect violation under DEVICE_PIN=per-mapping: deadlock
device("mem0", size=1G, kind=generic)
A open("/mem0", O_RDWR)                                               = f
A mmap(0x40000000, 1G, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = a
A store(a, 5)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A mremap(a, 1G, 1G, MREMAP_MAYMOVE|MREMAP_FIXED, 0x80000000)          = b
T unbind("mem0")                                                      = 0
finally:
A load(b)                                                             = SIGBUS BUS_ADRERR
