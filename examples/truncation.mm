# Past a file's end there is no page: SIGBUS. The rest of its last page is there, and reads as zeroes.
A file("data", 12K)                                       = f
A mmap(NULL, 16K, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0) = a
A fill(a, 12K, 7)                                         = 0
A load(a+0x3000)                                          = SIGBUS BUS_ADRERR
A ftruncate(f, 5000)                                      = 0
A load(a+4999)                                            = 7
A check(a+5000, 3192, 0)                                  = 0
A load(a+0x2000)                                          = SIGBUS BUS_ADRERR
A store(a+6000, 1)                                        = 0          # in the page, past the end: lost later
A ftruncate(f, 12K)                                       = 0
A load(a+0x2000)                                          = 0
A load(a+4999)                                            = 7
A mmap(NULL, 12K, PROT_READ|PROT_WRITE, MAP_PRIVATE, f, 0) = p
A store(p, 1)                                             = 0
A ftruncate(f, 0)                                         = 0
A load(p)                                                 = SIGBUS BUS_ADRERR   # private copies go as well
A load(a)                                                 = SIGBUS BUS_ADRERR
