package dev.pinfold.mm.dirty;

/**
 * A set of pages that somebody fills: a caller's bitmap. The memory manager has one of its own, {@link PageBlocks}; who has
 * a library of compressed bitmaps gives one of those.
 *
 * <p>Pages are numbers from 0. An implementation need not be safe for several threads at once.
 */
public interface PageSet {
    /** Puts a page in. */
    void add(long page);

    /** Puts pages {@code [first, end)} in. */
    default void add(long first, long end) {
        for (long page = first; page < end; page++) {
            add(page);
        }
    }
}
