# A pin without locks against a device that leaves. Either the pin comes first, and the device waits for it; or the device has
# gone, and there is nothing to pin. Never is a page of a device that left written.
#
# A device that waits for its mappings never leaves while one of them stays.
#
# expect violation under DEVICE_PIN=per-mapping: deadlock
# expect violation under UNBIND=wait: deadlock
# Concerns: DEVICE_PIN
device("pmem0", size=64K)
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = own
A file("/pmem0/data", 4096)                                     = f
A mmap(own+0x1000, 4096, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = a
A store(own, 1)
A store(a, 1)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
T pin_user_pages_fast(own, 2, FOLL_WRITE) = p
T dma_write(p, 9)
T unpin_user_pages(p)
A unbind("pmem0") = 0
finally:
A load(own) = 9
A load(a) = SIGBUS BUS_ADRERR
