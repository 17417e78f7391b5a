package dev.pinfold.mm.table;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;

import dev.pinfold.mm.sync.Padded;
import dev.pinfold.mm.sync.Words;

/** What a cursor reads of the table that it has locked, of which {@code [first, limit)} are the entries of its range. */
public abstract class LockedTable extends Padded {
    /** The address that the table's first entry maps. */
    long leafStart;

    /** Native address of the table's first entry; of a huge entry its own. */
    long leafBase;

    int first;
    int limit;

    /** For {@link #all}. */
    private long[] entries = {};

    LockedTable() {}

    /** Index of the range's first entry in the locked table. */
    public final int first() {
        return first;
    }

    /** Index after the range's last entry in the locked table. */
    public final int limit() {
        return limit;
    }

    /** The address that entry {@code i} of the locked table maps. */
    public final long address(int i) {
        return leafStart + ((long) i << PAGE_SHIFT);
    }

    /**
     * Lines of eight entries of the range in the locked leaf table that may have any of some bits: bit {@code i} for entries
     * {@code 8 * i} to {@code 8 * i + 7}. In lines that are left out no entry has one.
     */
    public final long linesWithAny(long bits) {
        return Words.linesWithAny(leafBase, first, limit, bits);
    }

    /** As {@link #linesWithAny}: lines whose entries have the bit, all of them. Some may be left out. */
    public final long linesWithAll(long bit) {
        return Words.linesWithAll(leafBase, first, limit, bit);
    }

    final long slot(int i) {
        return leafBase + ((long) i << 3);
    }

    /** All entries of the locked leaf table, whatever the range, as they are now. Valid until the next call. */
    public final long[] all() {
        if (entries.length == 0) {
            entries = new long[Geometry.ENTRIES];
        }
        Words.readLongs(leafBase, Geometry.ENTRIES, entries);
        return entries;
    }

    public final long get(int i) {
        return Words.getLongAcquire(slot(i));
    }
}
