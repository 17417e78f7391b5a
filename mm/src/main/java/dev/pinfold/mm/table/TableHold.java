package dev.pinfold.mm.table;

import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.sync.Words;

/**
 * A leaf table in whose entries processors note no access for a while, so that who has its lock changes them without atomic
 * operations. Hardware has nothing like it: there an entry has to be exchanged, since the processor may set a bit between a
 * read and a write.
 *
 * <p>The mark is a bit of the PMD entry, which a page walk reads on its way. A walk that found no mark is inside the epoch,
 * and is waited for; one that finds it and has something to note leaves the epoch and comes again
 * ({@link PageTables#awaitOpen}). Walks that have nothing to note, and readers without locks, pass.
 *
 * <p>To readers without locks what was changed is certain to show when the hold ends, which is a full fence. So who decides by a
 * page's counts whether somebody without locks still found it here, decides after that.
 */
final class TableHold {
    private static final Site WALKS =
            Site.await("cursor: wait for page walks that may change an entry of the table to be held");

    /** Holding a table costs what changing so many entries by atomic operations does. */
    static final int WORTH = 4;

    private long pmdSlot;

    /**
     * Marks a leaf table and waits for the walks inside it, which takes no longer than a walk.
     *
     * <p>Preconditions: the table's lock is held; the mmap lock or the VMA's lock is held, so that its PMD entry stays; no
     * other tree has it; nothing is held already.
     */
    void begin(PageTables t, long pmdSlot) {
        this.pmdSlot = pmdSlot;
        Words.getAndOrLong(pmdSlot, Pte.HELD);
        t.epoch().synchronizeSpinning(WALKS);
    }

    /** Whether a table is held. */
    boolean on() {
        return pmdSlot != 0;
    }

    /** Lets walks in, if a table is held. Before its lock is dropped, and before a flush: that waits for accesses. */
    void end() {
        if (pmdSlot != 0) {
            Words.getAndAndLong(pmdSlot, ~Pte.HELD);
            pmdSlot = 0;
        }
    }
}
