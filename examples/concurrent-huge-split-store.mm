# A folio is split while a thread stores into it and a child that shares it stores too: who meets a note waits for the page.
machine(memory=8M)
A mmap(0x40000000, 2M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = a
A madvise(a, 2M, MADV_HUGEPAGE) = 0
A fill(a, 8192, 1) = 0
A page(a) = p
A madvise(a+0x3000, 0x1fd000, MADV_DONTNEED) = 0
A fork() = B
concurrently:
A split_huge_page(p) = 0 | -1 EAGAIN
A store(a, 2) = 0
B store(a+0x1000, 3) = 0
B load(a) = 1
finally:
A load(a) = 2
A load(a+0x1000) = 1
B load(a+0x1000) = 3
