# Whether a page is pinned, asked while it is being unmapped: it never was pinned. Where pins are counted as mappings, the
# question sees an entry that is gone and a count that is not yet.
#
# expect violation under PIN_COUNT=mapcount: expectation
# Concerns: PIN_COUNT
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A store(a, 1)
A get_user_pages(a, 1, 0) = g
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
T munmap(a, 4096) = 0
A page_maybe_dma_pinned(g[0]) = 0
finally:
A put_pages(g)
