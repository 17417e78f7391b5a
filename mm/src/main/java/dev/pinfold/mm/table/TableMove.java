package dev.pinfold.mm.table;

import dev.pinfold.mm.sync.LockClass;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.sync.WordLock;
import dev.pinfold.mm.sync.Words;

/**
 * Moves entries to another address of the same space: move_page_tables.
 *
 * <p>Preconditions: mmap lock held for writing, both VMAs write-locked, and the reverse-map locks of the mapping held
 * for writing, so that a walk over the page's mappings finds each entry at one of its two places.
 */
public final class TableMove {
    private static final Site FROM_PMD = Site.lock("move: PMD lock over the place a leaf table leaves");
    private static final Site TO_PMD = Site.lock("move: PMD lock over the place a leaf table comes to");

    private TableMove() {}

    /**
     * Moves {@code [from, from + length)} to {@code to}. The old place is flushed everywhere before the lock of the new
     * one is dropped, so that nobody frees a page that an old translation still reaches.
     *
     * @return bytes moved; less than the length when there is no frame for a table
     */
    public static long move(
            TableCursor source, TableCursor target, PageTables tables, long from, long to, long length, int cpu) {
        long done = 0;
        while (done < length) {
            long a = from + done;
            long b = to + done;
            long step = Math.min(
                    length - done, Math.min(Geometry.next(a, Geometry.PMD) - a, Geometry.next(b, Geometry.PMD) - b));
            boolean moved = step == Geometry.PMD_SIZE && ((a | b) & Geometry.PMD_SIZE - 1) == 0
                    ? moveLeafTable(source, tables, a, b, cpu) || moveEntries(source, target, tables, a, b, step)
                    : moveEntries(source, target, tables, a, b, step);
            if (!moved) {
                return done;
            }
            done += step;
        }
        return done;
    }

    /** Moves a whole leaf table, or a huge entry, by its PMD entry; false if the new place has one already or no frame is left. */
    private static boolean moveLeafTable(TableCursor cursor, PageTables tables, long from, long to, int cpu) {
        int fromTable = tables.pmdTable(from);
        if (fromTable < 0) {
            return true;
        }
        long fromSlot = tables.slot(fromTable, Geometry.index(from, Geometry.PMD));
        if (Pte.none(Words.getLongAcquire(fromSlot))) {
            return true;
        }
        int toTable = tables.pmdTableOrCreate(to, cpu);
        if (toTable < 0) {
            return false;
        }
        long toSlot = tables.slot(toTable, Geometry.index(to, Geometry.PMD));
        cursor.open(tables, from, from, TableCursor.WRITE);
        WordLock.lock(tables.lockWord(fromTable), LockClass.PAGE_TABLE, FROM_PMD);
        if (toTable != fromTable) {
            WordLock.lock(tables.lockWord(toTable), LockClass.PAGE_TABLE, TO_PMD);
        }
        boolean free = Pte.none(Words.getLongAcquire(toSlot));
        if (free) {
            long pmd = Words.getAndSetLong(fromSlot, 0);
            if (Pte.huge(pmd) && toTable != fromTable && HugeLeaf.hasDeposit(tables.frames(), pmd)) {
                HugeLeaf.deposit(tables, toTable, HugeLeaf.withdraw(tables, fromTable));
            }
            Words.setLongRelease(toSlot, Pte.huge(pmd) ? pmd | Pte.SOFT_DIRTY : pmd);
            cursor.touched(from, from + Geometry.PMD_SIZE);
            cursor.flushNow();
        }
        if (toTable != fromTable) {
            WordLock.unlock(tables.lockWord(toTable), LockClass.PAGE_TABLE);
        }
        WordLock.unlock(tables.lockWord(fromTable), LockClass.PAGE_TABLE);
        cursor.close();
        return free;
    }

    private static boolean moveEntries(
            TableCursor source, TableCursor target, PageTables tables, long from, long to, long step) {
        if (!source.openAt(tables, from, TableCursor.WRITE)) {
            boolean failed = source.failed();
            source.close();
            return !failed;
        }
        source.widen(from + step);
        // Moving inside one leaf table: its lock is held already.
        boolean same = (from & Geometry.PMD_MASK) == (to & Geometry.PMD_MASK);
        if (same) {
            int shift = (int) (to - from >> Geometry.PAGE_SHIFT);
            for (int i = source.first(), limit = source.limit(); i < limit; i++) {
                moveEntry(source, i, source, i + shift);
            }
            source.flushNow();
            source.close();
            return true;
        }
        boolean ok = target.openAt(tables, to, TableCursor.ALLOC);
        if (ok) {
            target.widen(to + step);
            int j = target.first();
            for (int i = source.first(), limit = source.limit(); i < limit; i++, j++) {
                moveEntry(source, i, target, j);
            }
            source.flushNow();
        }
        target.close();
        source.close();
        return ok;
    }

    private static void moveEntry(TableCursor source, int i, TableCursor target, int j) {
        if (source.get(i) == 0) {
            return;
        }
        long e = source.exchange(i, 0);
        if (Pte.present(e)) {
            source.flushLater(source.address(i));
        }
        target.set(j, Pte.present(e) ? e | Pte.SOFT_DIRTY : e);
    }
}
