# A store through an entry of 1 GiB is recorded for all of its pages, and after cleaning the next one is recorded again. Where
# only a part is asked for, the mark of the whole stays.
# Concerns: HUGE_WRITE_PROTECT
device("mem0", size=1G, kind=generic)
A open("/mem0", O_RDWR)                                               = f
A mmap(0x40000000, 1G, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = a
A store(a+0x12345678, 1)
A clean_record_shared_mapping_range(f, 512, 512, 0)                   = 512
A dirty_range()                                                       = 512, 1024
A dirty_reset()
A clean_record_shared_mapping_range(f, 0, 262144, 0)                  = 262144
A dirty_range()                                                       = 0, 262144
A dirty_reset()
A clean_record_shared_mapping_range(f, 0, 262144, 0)                  = 0
A store(a+0x12345678, 2)
A clean_record_shared_mapping_range(f, 0, 262144, 0)                  = 262144
A wp_shared_mapping_range(f, 0, 262144)                               = 262144 | 0
A wp_shared_mapping_range(f, 0, 262144)                               = 0
A load(a+0x12345678)                                                  = 2
A store(a+0x12345678, 3)
A wp_shared_mapping_range(f, 0, 262144)                               = 262144 | 0
