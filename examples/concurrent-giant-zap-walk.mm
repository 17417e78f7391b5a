# An entry of 1 GiB is discarded while another thread walks the tables, and a third call brings it back: a walk finds it whole
# or not at all. Under per-page a device's entries are of 2 MiB at most, so there is no whole: a walk of the file's mappings, which
# takes no mmap lock, finds the first of them before it goes and the next one after it has come.
# expect violation under DEVICE_PIN=per-page: expectation
device("mem0", size=1G, kind=generic)
A open("/mem0", O_RDWR)                                               = f
A mmap(0x40000000, 1G, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = a
A store(a, 5)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A madvise(a, 1G, MADV_DONTNEED)                                       = 0
A load(a+0x200000)                                                    = 0
T walk_page_range(a, 1G)                                              = 0 | 1
T walk_page_mapping(f, 0, 262144)                                     = 0 | 1
finally:
A load(a)                                                             = 5
