# A pin that outlives its mapping keeps the device: what it writes lands on a device that is there. The writer says 1 before
# it lets go.
#
# expect violation under DEVICE_PIN=per-mapping: assertion
# Concerns: DEVICE_PIN, UNBIND
device("pmem0", size=64K)
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = said
A file("/pmem0/data", 4096)                                     = f
A mmap(said+0x1000, 4096, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = a
A store(said, 0)
A store(a, 1)
A pin_user_pages(a, 1, FOLL_WRITE) = p
A munmap(a, 4096) = 0
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
T dma_write(p, 9)
T store(said, 1)
T unpin_user_pages(p)
A unbind("pmem0") = 0
A load(said) = seen
