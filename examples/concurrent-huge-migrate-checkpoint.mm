# A folio of 2 MiB moves while checkpoints are taken: a store to it is in one of them, whether it is found in the entry or in the note.
machine(memory=8M)
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 2M, MADV_HUGEPAGE) = 0
A store(a, 1) = 0
A page(a) = p
A checkpoint() = 512
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A store(a, 2) = 0
A checkpoint() = 512
T migrate_page(p) = 0
finally:
A checkpoint() = 0
