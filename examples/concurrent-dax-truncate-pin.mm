# Truncation of a file on a device waits until a device of another kind has let go of the block: the block is not given to
# another file while it is still written.
#
# Where pins are mappings, nobody can tell a pin from an entry that a fault made meanwhile without a walk, and truncation waits
# for both: if nobody unmaps the page again, for ever.
#
# expect violation under PIN_COUNT=mapcount: deadlock
# Concerns: DEVICE_PIN
device("pmem0", size=8K)
A file("/pmem0/a", 4096)                                        = f
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = own
A mmap(own+0x1000, 4096, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = a
A store(own, 1)
A store(a, 1)
A file("/pmem0/b", 8K)                                          = g
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
T pin_user_pages_fast(own, 2, FOLL_WRITE) = p
T dma_write(p, 9)
T unpin_user_pages(p)
A ftruncate(f, 0) = 0
A pwrite64(g, "b", 1, 0) = 1
A pwrite64(g, "b", 1, 4096) = 1
finally:
A pread64(g, "b", 1, 0) = 1
A pread64(g, "b", 1, 4096) = 1
