# The flusher thread writes a file's dirty pages back: each becomes read-only first, so that the next store faults and the
# file hears of it. Clean pages stay writable to nobody, and what was written is seen by all.
file("data", 16K) = f
mmap(NULL, 16K, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0) = a
store(a, 1)
store(a+0x1000, 2)
clean_record_shared_mapping_range(f, 0, 4, 0) = 2
store(a, 3)
writeback(f) = 0
# Nothing is dirty any more, neither in entries nor in pages.
clean_record_shared_mapping_range(f, 0, 4, 0) = 0
store(a+0x1000, 4)
clean_record_shared_mapping_range(f, 0, 4, 0) = 1
load(a) = 3
munmap(a, 16K) = 0
writeback(f) = 0
pread64(f, "\3", 1, 0) = 1
