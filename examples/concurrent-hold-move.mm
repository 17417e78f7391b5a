# mremap moves a table's entries by plain stores while page walks that would note an access in one of them are kept out: a store
# that comes at the same time finds the page at its old place, and is then seen at the new one, or nothing. The
# checkpoint after it has four pages that came and four that are gone.
machine(memory=512K, cpus=2)
A mmap(0x10000000, 4*4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = p
A touch(p, 4*4096, PROT_WRITE)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
A checkpoint()
concurrently:
A mremap(p, 4*4096, 4*4096, MREMAP_MAYMOVE|MREMAP_FIXED, p+8*4096) = q
B store(p+4096, 7) = 0 | SIGSEGV SEGV_MAPERR
finally:
A load(q+4096) = 7 | 0
A load(q) = 0
A checkpoint() = 8
A checkpoint() = 0
