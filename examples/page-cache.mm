# read, write and all mappings of a file work on the same pages.
A file("data", 8192)                                       = f
A mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0) = a
A pwrite64(f, "abc", 3, 10)                                = 3
A load(a+10, 2)                                            = 0x6261
A store(a+11, 0x58)                                        = 0
A pread64(f, "aXc", 3, 10)                                 = 3
A lseek(f, 4094, SEEK_SET)                                 = 4094
A write(f, "wxyz", 4)                                      = 4
A load(a+4096, 2)                                          = 0x7a79
A lseek(f, 0, SEEK_CUR)                                    = 4098
A pread64(f, a+100, 4, 4094)                               = 4          # into the mapping itself
A load(a+100, 4)                                           = 0x7a797877
A pwrite64(f, a+100, 2, 8191)                              = 2          # and out of it, past the end
A lseek(f, 0, SEEK_END)                                    = 8193
A pread64(f, "wx", 10, 8191)                               = 2
A pread64(f, 0x10000, 4, 0)                                = -1 EFAULT
A read(f, "", 10)                                          = 0
