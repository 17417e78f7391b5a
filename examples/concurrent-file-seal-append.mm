# A seal against growth beside an append: the append comes before it or is refused, and what is there afterwards stays.
A memfd_create("data", MFD_ALLOW_SEALING) = x
A pwrite64(x, "a", 1, 0) = 1
A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
concurrently:
A fcntl(x, F_ADD_SEALS, F_SEAL_GROW|F_SEAL_WRITE) = 0
B pwrite64(x, "b", 1, 1) = 1 | -1 EPERM
finally:
A lseek(x, 0, SEEK_END) = 1 | 2
