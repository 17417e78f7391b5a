package dev.pinfold.mm.frame;

/**
 * Where a frame's 32 bytes of metadata keep what ({@code struct page}). Every field is a naturally aligned four-byte
 * integer, save the index, which is eight bytes. Four kinds of frame use the last words differently:
 *
 * <pre>
 *   offset   folio head          later frame of a folio   page table        free block
 *      0     references          0                        references        0
 *      4     mappings            its small entries        0                 0
 *      8     flags and order     flags                    flags             flags and order
 *     12     owner number        0                        owner number      0
 *     16     index (8 bytes)     second: huge entries     0                 next block
 *     20                         second: head's small     emptied           previous block
 *     16, 20                     third: next and previous of the folios to be split, see {@link DeferredSplit}
 *     24     pins                head                     set aside         0
 *     28     bit 0: the lock of a page table; above it the generation of the frame: how often it was freed
 * </pre>
 */
final class FrameMeta {
    static final int REF = 0;
    static final int MAP = 4;
    static final int FLAGS = 8;
    static final int OWNER = 12;
    static final int INDEX = 16;
    static final int NEXT = 16;
    static final int EMPTIED = 20;
    static final int PREV = 20;
    static final int PINS = 24;
    static final int SET_ASIDE = 24;
    static final int HEAD = 24;
    static final int GENERATION = 28;

    /**
     * In the second frame of a folio: huge entries that map the folio, and small entries that map its first page. A folio of
     * 1 GiB has the former in the second frame of each 2 MiB, and entries of 1 GiB in its third.
     */
    static final int ENTIRE_MAP = 16;

    static final int HEAD_MAP = 20;

    /** A record has 2^SHIFT bytes. */
    static final int SHIFT = 5;

    private FrameMeta() {}
}
