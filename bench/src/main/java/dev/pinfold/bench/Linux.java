package dev.pinfold.bench;

import dev.pinfold.mm.abi.Mman;

/** The constants of Linux that both sides are called with. */
final class Linux {
    static final int READ_WRITE = Mman.PROT_READ | Mman.PROT_WRITE;
    static final int PRIVATE_ANONYMOUS = Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS;
    static final int FIXED_PRIVATE_ANONYMOUS = PRIVATE_ANONYMOUS | Mman.MAP_FIXED;
    static final int MREMAP_MAYMOVE_FIXED = Mman.MREMAP_MAYMOVE | Mman.MREMAP_FIXED;
    static final long MIB = 1L << 20;
    static final long GIB = 1L << 30;

    private Linux() {}
}
