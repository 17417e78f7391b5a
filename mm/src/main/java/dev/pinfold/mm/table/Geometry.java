package dev.pinfold.mm.table;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;

/**
 * How an address is cut into indices: nine bits a level above a page of 4 KiB.
 *
 * <p>Levels count from the leaf: 0 PTE, 1 PMD, 2 PUD, 3 P4D or PGD, 4 PGD of five-level tables. A table of level
 * {@code n} has entries that each span {@code span(n)} bytes.
 */
public final class Geometry {
    public static final int ENTRIES = 512;

    static final int INDEX_BITS = 9;

    // Levels. A huge entry is a leaf of level PMD or PUD.
    public static final int PTE = 0;
    public static final int PMD = 1;
    public static final int PUD = 2;
    static final int P4D = 3;
    static final int PGD = 4;

    private Geometry() {}

    /** The number of address bits below an entry of a level. */
    static int shift(int level) {
        return PAGE_SHIFT + level * INDEX_BITS;
    }

    /** Bytes that one entry of a level spans. */
    public static long span(int level) {
        return 1L << shift(level);
    }

    /** Pages of 4 KiB that one entry of a level spans. */
    public static int pages(int level) {
        return 1 << level * INDEX_BITS;
    }

    /** Which entry of a table of a level an address falls into. */
    static int index(long address, int level) {
        return (int) (address >>> shift(level)) & ENTRIES - 1;
    }

    /** The first address after the entry of a level that {@code address} falls into. */
    public static long next(long address, int level) {
        return (address & -span(level)) + span(level);
    }
}
