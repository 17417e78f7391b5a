package dev.pinfold.mm.dirty;

import java.util.Arrays;

/**
 * What a tracker knows of the leaf tables of a space, in order of address: for each 2 MiB which pages were present, and which
 * table mapped them in which state. Filled from the lowest region up; grows to what a space needs and is used again.
 */
final class Regions {
    /** In place of a table: a huge entry. */
    static final int HUGE = -2;

    private static final int WORDS = 8;

    private long[] keys = new long[16];
    private int[] tables = new int[16];
    private long[] stamps = new long[16];
    private long[][] present = new long[16][];
    private int count;

    /** Where a reader stands that goes through the regions in order. */
    private int pos;

    // The region added last: what was known of it, and whether its table is in the same state.
    private long[] before = new long[WORDS];
    private boolean same;
    private static final long[] NONE = new long[WORDS];

    /** Pages that earlier regions lost; of the last one they are known when the next is added. */
    private final PageBlocks lost = new PageBlocks();

    /** Forgets every region. */
    void begin() {
        count = 0;
        before = NONE;
        lost.clear();
    }

    /** Goes back to the lowest region. */
    void rewind() {
        pos = 0;
    }

    /** Whether the region added last is this one. */
    boolean at(long key) {
        return count > 0 && keys[count - 1] == key;
    }

    /**
     * Adds a region above all others.
     *
     * @param earlier the regions known from before
     * @param known its index there, or -1
     */
    void add(long key, int table, long stamp, Regions earlier, int known) {
        finishLast();
        if (count == keys.length) {
            int n = count * 2;
            keys = Arrays.copyOf(keys, n);
            tables = Arrays.copyOf(tables, n);
            stamps = Arrays.copyOf(stamps, n);
            present = Arrays.copyOf(present, n);
        }
        keys[count] = key;
        tables[count] = table;
        stamps[count] = stamp;
        if (present[count] == null) {
            present[count] = new long[WORDS];
        } else {
            Arrays.fill(present[count], 0);
        }
        count++;
        before = known < 0 ? NONE : earlier.present[known];
        same = known >= 0 && table != HUGE && earlier.tables[known] == table && earlier.stamps[known] == stamp;
    }

    /** The region added last has another table now, with the same entries. */
    void restamp(int table, long stamp) {
        tables[count - 1] = table;
        stamps[count - 1] = stamp;
    }

    /** Whether the table of the region added last has lost no entry since it was seen before. */
    boolean sameTable() {
        return same;
    }

    /** Whether page {@code i} of the region added last was present before. */
    boolean wasPresent(int i) {
        return (before[i >>> 6] & 1L << i) != 0;
    }

    /** Pages {@code 64 * w} on of the region added last that were present before, a bit each. */
    long wasPresentIn(int w) {
        return before[w];
    }

    void setPresent(int i) {
        present[count - 1][i >>> 6] |= 1L << i;
    }

    /** As {@link #setPresent} for pages {@code 64 * w} on, a bit each. */
    void setPresentIn(int w, long pages) {
        present[count - 1][w] |= pages;
    }

    /** Pages {@code [from, to)} of the region added last that were present still are. */
    void keep(int from, int to) {
        long[] now = present[count - 1];
        for (int w = from >>> 6; w <= to - 1 >>> 6; w++) {
            long mask = -1L;
            if (w == from >>> 6) {
                mask &= -1L << from;
            }
            if (w == to - 1 >>> 6) {
                mask &= -1L >>> 63 - (to - 1);
            }
            now[w] |= before[w] & mask;
        }
    }

    private void finishLast() {
        if (count == 0) {
            return;
        }
        long[] now = present[count - 1];
        long any = 0;
        for (int w = 0; w < WORDS; w++) {
            any |= before[w] & ~now[w];
        }
        if (any != 0) {
            long[] gone = new long[WORDS];
            for (int w = 0; w < WORDS; w++) {
                gone[w] = before[w] & ~now[w];
            }
            lost.addBlock(keys[count - 1], gone);
        }
    }

    /** No more regions come: gives the pages that regions of before have lost. */
    void end(PageBlocks into) {
        finishLast();
        before = NONE;
        lost.forEach(into::add);
        lost.clear();
    }

    /** Goes up to a region; pages of those passed by are gone. */
    void skipTo(long key, PageBlocks gone) {
        while (pos < count && keys[pos] < key) {
            gone.addBlock(keys[pos], present[pos]);
            pos++;
        }
    }

    /** The index of a region if it is the next one, which then is passed; else -1. */
    int take(long key) {
        return pos < count && keys[pos] == key ? pos++ : -1;
    }

    /** Every page that is present. */
    void presentInto(PageBlocks into) {
        for (int i = 0; i < count; i++) {
            into.addBlock(keys[i], present[i]);
        }
    }
}
