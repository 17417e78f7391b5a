# A hole that ends within the first page unmaps everything behind it as well, though nothing is lost.
A memfd_create("m0", 0) = f
A ftruncate(f, 28672) = 0
A mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0) = a
A store(a+4096, 1) = 0
A fallocate(f, FALLOC_FL_KEEP_SIZE|FALLOC_FL_PUNCH_HOLE, 0, 1) = 0
A load(a+4096) = 1
