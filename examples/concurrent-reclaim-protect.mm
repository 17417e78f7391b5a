# A page goes to swap while its mapping becomes read-only: once mprotect has returned nobody stores to it any more, though
# mprotect may have found an entry that reclaim had cleared and not yet made all processors forget.
machine(memory=512K, swap=64K, cpus=3)
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = p
A store(p, 1)
A page(p) = f
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = C
C store(p, 2)
concurrently:
A mprotect(p, 4096, PROT_READ) = zero
B migrate_page(f) = 0 | -1 EAGAIN
C store(p+zero, 3) = SIGSEGV SEGV_ACCERR
finally:
A load(p) = 2
