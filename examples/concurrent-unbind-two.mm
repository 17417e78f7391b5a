# Two devices go and come back at once. Each page finds its device afterwards, as a pin that must hold it shows.
#
# expect violation under UNBIND=wait: deadlock
design(DEVICE_PIN=per-page)
device("pmem0", size=64K)
device("pmem1", size=64K)
A file("/pmem0/a", 4096)        = f
A file("/pmem1/b", 4096)        = g
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0) = a
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, g, 0) = b
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A unbind("pmem0")               = 0
A memremap_pages("pmem0")       = 0
T unbind("pmem1")               = 0
T memremap_pages("pmem1")       = 0
finally:
A store(a, 1)
A store(b, 1)
A pin_user_pages_fast(a, 1, FOLL_WRITE) = p
A pin_user_pages_fast(b, 1, FOLL_WRITE) = q
A unpin_user_pages(p)
A unpin_user_pages(q)
