# A pin without locks against munmap of the second of two pages. The pin gets the page that was mapped, which is then not
# freed before the unpin, or the list ends before it; never a page that belongs to somebody else by then.
#
# Where pins are mappings, the pin that came too late counts a mapping of a page that is somebody else's by then, whose own
# count begins meanwhile.
#
# expect violation under PIN_COUNT=mapcount: audit
# Concerns: PIN_COUNT
A mmap(NULL, 8K, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A fill(a, 8K, 1)
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = T
concurrently:
T pin_user_pages_fast(a, 2, FOLL_WRITE) = p
T dma_write(p, 9)
A munmap(a+0x1000, 4096) = 0
A mmap(0x20000000, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = b
A store(b, 5)
A load(b) = 5
finally:
A load(a) = 9
A load(b) = 5
A unpin_user_pages(p)
