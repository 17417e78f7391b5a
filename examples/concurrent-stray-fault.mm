# A copy inside a section faults on a hole of the same device, and the fault clears the block in a section of its own, while
# another task's stray store comes at any moment. Where a kernel map forbids faults, the copy is short.
# expect violation under STRAY_PROTECTION_SCOPE=per-cpu: expectation
# expect violation under KMAP_SLOTS=per-cpu: expectation
machine(cpus=1)
device("pmem0", size=64K, protect=strict)
A file("/pmem0/data", 8192)                  = f
A mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0) = d
A store(d, 1)
A store(d+0x1000, 1)
A page(d)                                    = p
A page(d+0x1000)                             = q
A page_address(p)                            = k
A page_address(q)                            = l
A ftruncate(f, 4096)
A ftruncate(f, 8192)
concurrently:
A kmap_local_page(p)                         = m
A copy_to_user(d+0x1000, m, 1)               = 0
A kstore(m, 5)
A kunmap_local(m)
B kstore(k, 4)                               = PKS_FAULT
B kload(k)                                   = PKS_FAULT
finally:
A load(d+0x1000)                             = 1
A load(d)                                    = 5
A reports()                                  = 2
