# A pin without locks of pages behind an entry of 2 MiB against a device that leaves: the entry is read again after the pages
# were taken, and if it has gone they are given back.
#
# expect violation under UNBIND=wait: deadlock
# expect violation under DEVICE_PIN=per-mapping: deadlock
device("pmem0", size=4M)
A file("/pmem0/data", 2M)                                             = f
A fallocate(f, 0, 0, 2M)                                              = 0
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = own
A mmap(0x40200000, 2M, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = a
A store(own+0x1ff000, 1)
A store(a, 1)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
T pin_user_pages_fast(own+0x1ff000, 3, FOLL_WRITE)                    = p
T dma_write(p, 9)
T unpin_user_pages(p)
A unbind("pmem0")                                                     = 0
finally:
A load(a)                                                             = SIGBUS BUS_ADRERR
A memremap_pages("pmem0")                                             = 0
A load(a)                                                             = 1 | 9
