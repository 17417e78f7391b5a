# A count of references that is nearly full gives no more of them: what would make it wrap is an error, and the page stays
# what it is. A pin is 1024 references at once here.
design(PIN_COUNT=bias)
A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
A store(a, 1)
A page(a)                              = page
A page_ref_add(page, 0x7fffff00)
A get_user_pages(a, 1, FOLL_WRITE)     = g
A pin_user_pages(a, 1, FOLL_WRITE)     = -1 ENOMEM
A pin_user_pages_fast(a, 1, FOLL_WRITE) = -1 ENOMEM
A put_pages(g)
A page_ref_add(page, -0x7fffff00)
A page_count(page)                     = 1
A pin_user_pages(a, 1, FOLL_WRITE)     = p
A load(a)                              = 1
A unpin_user_pages(p)
