package dev.pinfold.bench;

/** The constants of Linux that both sides are called with. */
final class Linux {
    static final int READ = 1;
    static final int READ_WRITE = 3;
    static final int SHARED = 1;
    static final int PRIVATE_ANONYMOUS = 0x22;
    static final int FIXED_PRIVATE_ANONYMOUS = 0x32;
    static final int MREMAP_MAYMOVE_FIXED = 3;
    static final int DONTNEED = 4;
    static final int NOHUGEPAGE = 15;
    static final long MIB = 1L << 20;
    static final long GIB = 1L << 30;

    private Linux() {}
}
