# The kernel copies from a task's memory beside a change of its key: all of a page, or nothing.
machine(cpus=2, pkeys=on)
A mmap(0x10000000, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A store(a, 1)                                           = 0
A memfd_create("m", 0)                                  = f
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
A pkey_alloc(0, 0)                                      = 1
concurrently:
A pkey_mprotect(a, 4096, PROT_READ|PROT_WRITE, 1)       = 0
A store(a, 2)                                           = 0
B pwrite64(f, a, 1, 0)                                  = 1 | -1 EFAULT
finally:
B pwrite64(f, a, 1, 0)                                  = -1 EFAULT
B pread64(f, a, 1, 0)                                   = 0 | -1 EFAULT
B pin_user_pages_fast(a, 1, FOLL_WRITE)                 = -1 EFAULT
A pin_user_pages_fast(a, 1, FOLL_WRITE)                 = q
A unpin_user_pages(q)                                   = 0
