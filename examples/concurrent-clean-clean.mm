# Two tasks clean a file at once, and one of them stores afterwards: who finds an entry clean that the other has cleaned relies
# on a flush that may be still to come, and makes it itself. The store before and the store after show in one record each, or in
# more, where a mark is taken before the store that it announced is made.
# Concerns: WALK_STYLE
machine(memory=512K, cpus=2)
A memfd_create("frame", 0)                                       = f
A ftruncate(f, 4096)
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0)       = a
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = sum
A fill(sum+2, 2, 1)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
B store(a, 1)
concurrently:
A clean_record_shared_mapping_range(f, 0, 1, 0)                  = one
B clean_record_shared_mapping_range(f, 0, 1, 0)                  = two
B store(a, 2)
finally:
A clean_record_shared_mapping_range(f, 0, 1, 0)                  = three
A load(sum+one+two+three)                                        = 1
