# Clearing a range's entries loses what private memory held there and nothing else: mappings and guard markers
# stay, and a file's pages come back.
A memfd_create("kept", 0)                                        = f
A ftruncate(f, 4*4096)
A mmap(NULL, 4*4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A mmap(NULL, 4*4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0)     = b
A fill(a, 4*4096, 1)
A fill(b, 4*4096, 2)
A madvise(a+0x3000, 0x1000, MADV_GUARD_INSTALL)
A zap_page_range(a+0x1000, 0x3000)                               = 0
A load(a)                                                        = 1
A load(a+0x1000)                                                 = 0
A load(a+0x3000)                                                 = SIGSEGV SEGV_MAPERR
A zap_page_range(b, 4*4096)                                      = 0
A walk_page_vma(b)                                               = 0
A check(b, 4*4096, 2)
