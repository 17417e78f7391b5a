# A write that a seal forbids is refused before the user's memory is looked at.
A memfd_create("m0", MFD_ALLOW_SEALING) = f
A fcntl(f, F_ADD_SEALS, F_SEAL_WRITE) = 0
A mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A pwrite64(f, a, 8192, 4096) = -1 EPERM
A mincore(a, 8192, [0, 0]) = 0
