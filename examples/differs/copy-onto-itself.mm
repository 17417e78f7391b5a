# A write whose buffer maps the very place that is written, one byte further on: Pinfold copies as if the buffer had
# been read first; processors copy byte by byte, or some at a time. diff refuses the write.
A file("data", 8192, fs=tmpfs)                                      = f
A mmap(0x10000000, 8192, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = 0x10000000
A store(0x10000000, 7)                                              = 0
A pwrite64(f, 0x10000000, 4095, 1)                                  = 4095
A load(0x10000001)                                                  = 7
