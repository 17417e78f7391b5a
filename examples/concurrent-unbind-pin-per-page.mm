# A pin against a device that leaves and comes back, where each pinned page holds the device's page map: no hold is given once
# the device is leaving, none is given back to the map that comes after.
#
# expect violation under UNBIND=wait: deadlock
design(DEVICE_PIN=per-page)
device("pmem0", size=64K)
A file("/pmem0/data", 4096)                                     = f
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = own
A mmap(own+0x1000, 4096, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = a
A store(own, 1)
A store(a, 1)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
T pin_user_pages_fast(own, 2, FOLL_WRITE) = p
T dma_write(p, 9)
T unpin_user_pages(p)
A unbind("pmem0")                         = 0
A memremap_pages("pmem0")                 = 0
finally:
A load(a)                                 = 1 | 9
