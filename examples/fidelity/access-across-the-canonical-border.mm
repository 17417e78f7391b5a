# An access that leaves the canonical addresses is refused as a whole, whatever is mapped below.
A store(0x7ffffffffffd, 1, 8) = SIGSEGV SI_KERNEL
A store(0x7ffffffffffd, 1, 1) = SIGSEGV SEGV_MAPERR
