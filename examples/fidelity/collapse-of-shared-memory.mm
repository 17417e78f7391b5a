# What MADV_COLLAPSE of shared memory answers: with locked parts, without rights, without huge pages wanted, at the end of a file,
# sealed, of a private mapping, of a file system in memory; and what moving, removing, advising and guarding parts leave of it.
machine(thp=madvise)
A memfd_create("m", MFD_ALLOW_SEALING)                              = f
A ftruncate(f, 0x204000)                                            = 0
A mmap(0x40000000, 4M, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0)   = a
# Locking a part makes it a mapping of its own, and none holds 2 MiB.
A store(a, 1)
A mlock(a, 0x4000)                                                  = 0
A madvise(a, 2M, MADV_COLLAPSE)                                     = -1 EINVAL
A munlock(a, 4M)                                                    = 0
# A read-only mapping, one without rights, one that wants no huge pages.
A mmap(0x50000000, 2M, PROT_READ, MAP_SHARED|MAP_FIXED, f, 0)   = r
A madvise(r, 2M, MADV_COLLAPSE)                                     = 0
A load(r)                                                           = 0x1
A mmap(0x60000000, 2M, PROT_NONE, MAP_SHARED|MAP_FIXED, f, 0)   = n
A madvise(n, 2M, MADV_COLLAPSE)                                     = 0
A mmap(0x70000000, 2M, PROT_READ, MAP_SHARED|MAP_FIXED, f, 0)   = o
A madvise(o, 2M, MADV_NOHUGEPAGE)                                   = 0
A madvise(o, 2M, MADV_COLLAPSE)                                     = -1 EINVAL
A load(o)                                                           = 0x1
# The end of the file within: the huge page reaches across it.
A store(a+0x201000, 5)
A madvise(a+0x200000, 2M, MADV_COLLAPSE)                            = 0
A load(a+0x203000)                                                  = 0x0
A store(a+0x204000, 7)                                              = 0
A load(a+0x300000)                                                  = 0x0
A lseek(f, 0, SEEK_HOLE)                                            = 2113536
A mincore(a+0x203000, 0x3000, [1, 1, 1])                            = 0
A ftruncate(f, 4M)                                                  = 0
A load(a+0x204000)                                                  = 0x7
A ftruncate(f, 0x208000)                                            = 0
A load(a+0x204000)                                                  = 0x7
A load(a+0x207000)                                                  = 0x0
A load(a+0x208000)                                                  = SIGBUS BUS_ADRERR
A fallocate(f, FALLOC_FL_KEEP_SIZE, 0x20a000, 0x2000)               = 0
A fcntl(f, F_ADD_SEALS, F_SEAL_GROW|F_SEAL_SHRINK)                  = 0
A madvise(a+0x200000, 2M, MADV_COLLAPSE)                            = -1 EINVAL
A load(a+0x20a000)                                                  = SIGBUS BUS_ADRERR
A munmap(a, 4M) = 0
A fcntl(f, F_ADD_SEALS, F_SEAL_WRITE)                               = -1 EBUSY
A madvise(r, 2M, MADV_COLLAPSE)                                     = 0
A load(r+0x1000)                                                    = 0x0
A mmap(0x40000000, 4M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_FIXED, f, 0)   = p
A load(p)                                                           = 0x1
A store(p+0x1000, 1)                                                = 0
A madvise(p, 2M, MADV_DONTNEED)                                     = 0
A load(p)                                                           = 0x1
A fork() = B
B load(p+0x3000)                                                    = 0x0
B store(p+0x3000, 9)                                                = 0
B load(p+0x2000)                                                    = 0x0
A mmap(0x7ff00000, 4M, PROT_READ, MAP_SHARED|MAP_FIXED, f, 0x1000)  = 0x7ff00000
A madvise(0x80000000, 2M, MADV_COLLAPSE)                            = -1 EINVAL
# A file system in memory; and what stops a range half way.
A file("t", 4M, fs=tmpfs) = t
A mmap(0x90000000, 4M, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, t, 0)   = q
A store(q, 1)
A madvise(q, 4M, MADV_COLLAPSE)                                     = -1 EINVAL
A madvise(q, 2M, MADV_COLLAPSE)                                     = 0
A madvise(q, 0x300000, MADV_COLLAPSE)                               = 0
A madvise(q+0x1000, 0x3ff000, MADV_COLLAPSE)                        = -1 EINVAL
A mremap(q, 2M, 2M, MREMAP_MAYMOVE|MREMAP_FIXED, 0xa0000000)        = 0xa0000000
A load(0xa0001000)                                                  = 0x0
A mremap(0xa0000000, 2M, 2M, MREMAP_MAYMOVE|MREMAP_FIXED, 0xb0001000)= 0xb0001000
A load(0xb0002000)                                                  = 0x0
A madvise(0xb0001000, 2M, MADV_COLLAPSE)                            = -1 EINVAL
A mremap(0xb0001000, 2M, 2M, MREMAP_MAYMOVE|MREMAP_FIXED, 0xc0000000)= 0xc0000000
A load(0xc0002000)                                                  = 0x0
A madvise(0xc0001000, 4096, MADV_REMOVE)                            = 0
A load(0xc0002000)                                                  = 0x0
A load(0xc0100000)                                                  = 0x0
A madvise(0xc0000000, 2M, MADV_COLLAPSE)                            = 0
A mlock(0xc0001000, 4096)                                           = 0
A madvise(0xc0000000, 4096, MADV_COLD)                              = 0
A madvise(0xc0002000, 4096, MADV_COLD)                              = 0
A load(0xc0002000)                                                  = 0x0
A munlockall()                                                      = 0
A madvise(0xc0000000, 2M, MADV_COLLAPSE)                            = 0
A mprotect(0xc0000000, 2M, PROT_NONE)                               = 0
A mprotect(0xc0000000, 2M, PROT_READ)                               = 0
A load(0xc0000000)                                                  = 0x1
A mprotect(0xc0000000, 2M, PROT_READ|PROT_WRITE)                    = 0
A store(0xc0000000, 1)                                              = 0
A madvise(0xc0000000, 2M, MADV_DONTFORK)                            = 0
A madvise(0xc0000000, 4096, MADV_GUARD_INSTALL)                     = 0
A load(0xc0000000)                                                  = SIGSEGV SEGV_MAPERR
A madvise(0xc0000000, 2M, MADV_COLLAPSE)                            = -1 EINVAL
A madvise(0xc0000000, 4096, MADV_GUARD_REMOVE)                      = 0
A madvise(0xc0000000, 2M, MADV_COLLAPSE)                            = 0
A load(0xc0000000)                                                  = 0x1
A madvise(0xc0000000, 2M, MADV_PAGEOUT)                             = 0
A load(0xc0000000)                                                  = 0x1
A madvise(0xc0000000, 4096, MADV_PAGEOUT)                           = 0
A load(0xc0002000)                                                  = 0x0
A madvise(0xc0000000, 0x3000, MADV_PAGEOUT)                         = 0
