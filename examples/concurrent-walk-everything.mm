# A walk over a file's mappings, under i_mmap alone, with everything at once: a thread makes the file's pages a huge one, splits
# the entry again by unmapping a page, and a process that has the file mapped as well forks. The walk takes each
# right to write that is there, meets nothing that is gone, and no store is lost. All schedules with two preemptions take minutes.
machine(memory=8M)
A memfd_create("frame", 0)                                              = f
A ftruncate(f, 2M)                                                      = 0
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = a
A store(a, 1)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = U
A fork() = P
concurrently:
A wp_shared_mapping_range(f, 0, 2)                          = ?
U madvise(a, 2M, MADV_COLLAPSE)                             = 0 | -1 EAGAIN
U munmap(a+0x1000, 4096)                                    = 0
P fork() = Q
finally:
A load(a)                                                   = 1
Q load(a)                                                   = 1
