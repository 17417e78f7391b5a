# References are no pins, however many there are: 32 mappings of one page, and 32 references got through each. A choice that says 1
# takes them for a pin.
# Concerns: PIN_COUNT
A memfd_create("data", 0) = f
A ftruncate(f, 4096)
A mmap(0x40000000, 4096, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = m0
A mmap(0x40001000, 4096, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = m1
A mmap(0x40002000, 4096, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = m2
A mmap(0x40003000, 4096, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = m3
A mmap(0x40004000, 4096, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = m4
A mmap(0x40005000, 4096, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = m5
A mmap(0x40006000, 4096, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = m6
A mmap(0x40007000, 4096, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = m7
A mmap(0x40008000, 4096, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = m8
A mmap(0x40009000, 4096, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = m9
A mmap(0x4000a000, 4096, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = m10
A mmap(0x4000b000, 4096, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = m11
A mmap(0x4000c000, 4096, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = m12
A mmap(0x4000d000, 4096, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = m13
A mmap(0x4000e000, 4096, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = m14
A mmap(0x4000f000, 4096, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = m15
A mmap(0x40010000, 4096, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = m16
A mmap(0x40011000, 4096, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = m17
A mmap(0x40012000, 4096, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = m18
A mmap(0x40013000, 4096, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = m19
A mmap(0x40014000, 4096, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = m20
A mmap(0x40015000, 4096, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = m21
A mmap(0x40016000, 4096, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = m22
A mmap(0x40017000, 4096, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = m23
A mmap(0x40018000, 4096, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = m24
A mmap(0x40019000, 4096, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = m25
A mmap(0x4001a000, 4096, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = m26
A mmap(0x4001b000, 4096, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = m27
A mmap(0x4001c000, 4096, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = m28
A mmap(0x4001d000, 4096, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = m29
A mmap(0x4001e000, 4096, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = m30
A mmap(0x4001f000, 4096, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, f, 0) = m31
A touch(m0, 32*4096, PROT_WRITE)
A get_user_pages(m0, 32, 0) = g0
A get_user_pages(m0, 32, 0) = g1
A get_user_pages(m0, 32, 0) = g2
A get_user_pages(m0, 32, 0) = g3
A get_user_pages(m0, 32, 0) = g4
A get_user_pages(m0, 32, 0) = g5
A get_user_pages(m0, 32, 0) = g6
A get_user_pages(m0, 32, 0) = g7
A get_user_pages(m0, 32, 0) = g8
A get_user_pages(m0, 32, 0) = g9
A get_user_pages(m0, 32, 0) = g10
A get_user_pages(m0, 32, 0) = g11
A get_user_pages(m0, 32, 0) = g12
A get_user_pages(m0, 32, 0) = g13
A get_user_pages(m0, 32, 0) = g14
A get_user_pages(m0, 32, 0) = g15
A get_user_pages(m0, 32, 0) = g16
A get_user_pages(m0, 32, 0) = g17
A get_user_pages(m0, 32, 0) = g18
A get_user_pages(m0, 32, 0) = g19
A get_user_pages(m0, 32, 0) = g20
A get_user_pages(m0, 32, 0) = g21
A get_user_pages(m0, 32, 0) = g22
A get_user_pages(m0, 32, 0) = g23
A get_user_pages(m0, 32, 0) = g24
A get_user_pages(m0, 32, 0) = g25
A get_user_pages(m0, 32, 0) = g26
A get_user_pages(m0, 32, 0) = g27
A get_user_pages(m0, 32, 0) = g28
A get_user_pages(m0, 32, 0) = g29
A get_user_pages(m0, 32, 0) = g30
A get_user_pages(m0, 32, 0) = g31
A page_maybe_dma_pinned(g0[0]) = seen
A put_pages(g0)
A put_pages(g1)
A put_pages(g2)
A put_pages(g3)
A put_pages(g4)
A put_pages(g5)
A put_pages(g6)
A put_pages(g7)
A put_pages(g8)
A put_pages(g9)
A put_pages(g10)
A put_pages(g11)
A put_pages(g12)
A put_pages(g13)
A put_pages(g14)
A put_pages(g15)
A put_pages(g16)
A put_pages(g17)
A put_pages(g18)
A put_pages(g19)
A put_pages(g20)
A put_pages(g21)
A put_pages(g22)
A put_pages(g23)
A put_pages(g24)
A put_pages(g25)
A put_pages(g26)
A put_pages(g27)
A put_pages(g28)
A put_pages(g29)
A put_pages(g30)
A put_pages(g31)
