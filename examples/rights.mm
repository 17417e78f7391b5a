# What x86-64 makes of rights: whoever may write may read; nobody executes without PROT_EXEC.
A mmap(NULL, 4096, PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = w
A store(w, 5)                       = 0
A load(w)                           = 5
A exec(w)                           = SIGSEGV SEGV_ACCERR
A mprotect(w, 4096, PROT_EXEC)      = 0
A exec(w)                           = 0
A load(w)                           = 5
A store(w, 6)                       = SIGSEGV SEGV_ACCERR
A mprotect(w, 4096, PROT_NONE)      = 0
A exec(w)                           = SIGSEGV SEGV_ACCERR
A load(w)                           = SIGSEGV SEGV_ACCERR
A load(0x8000000000000000)          = SIGSEGV SI_KERNEL     # an address that no pointer can hold
A store(0xffff800000000000, 1)      = SIGSEGV SEGV_MAPERR   # the kernel's half
A load(0x7ffffffff000)              = SIGSEGV SEGV_MAPERR
