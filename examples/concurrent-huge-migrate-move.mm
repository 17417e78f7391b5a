# A folio of 2 MiB moves to other frames while its mapping moves to other addresses: its entry, or the note for it, is found at one of the two.
machine(memory=8M)
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 2M, MADV_HUGEPAGE) = 0
A store(a, 1) = 0
A page(a) = p
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
A migrate_page(p) = 0 | -1 EAGAIN
T mremap(a, 2M, 2M, MREMAP_MAYMOVE|MREMAP_FIXED, 0x50000000) = b
T store(b+0x1000, 2) = 0
finally:
A load(b) = 1
A load(b+0x1000) = 2
