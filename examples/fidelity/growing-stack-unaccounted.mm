# A stack that may not be written grows too, down to the page of the access, before the access is refused.
A mmap(0x1000001fc000, 4096, PROT_NONE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_GROWSDOWN, -1, 0) = 0x1000001fc000
A load(0x1000001fb000, 1) = SIGSEGV SEGV_ACCERR
A maps() = "1000001fb000-1000001fd000 ---p 00000000 00:00 0"
