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
            long left = length - done;
            if (((a | b) & Geometry.PMD_SIZE - 1) == 0 && left >= Geometry.PMD_SIZE) {
                long moved = moveTables(source, tables, a, b, left & Geometry.PMD_MASK, cpu);
                if (moved > 0) {
                    done += moved;
                    continue;
                }
            }
            long step =
                    Math.min(left, Math.min(Geometry.next(a, Geometry.PMD) - a, Geometry.next(b, Geometry.PMD) - b));
            if (!moveEntries(source, target, tables, a, b, step)) {
                return done;
            }
            done += step;
        }
        return done;
    }

    /**
     * Moves whole leaf tables and huge entries by their PMD entries, as many as both PMD tables hold in a row.
     *
     * @param length multiple of 2 MiB
     * @return bytes dealt with; 0 if the first new place has a table already or there is no frame for one above it
     */
    private static long moveTables(TableCursor cursor, PageTables tables, long from, long to, long length, int cpu) {
        int fromTable = tables.pmdTable(from);
        long run = Math.min(
                length,
                Math.min(Geometry.next(from, Geometry.PMD + 1) - from, Geometry.next(to, Geometry.PMD + 1) - to));
        if (fromTable < 0) {
            return run;
        }
        int toTable = tables.pmdTableOrCreate(to, cpu);
        if (toTable < 0) {
            return 0;
        }
        long fromSlot = tables.slot(fromTable, Geometry.index(from, Geometry.PMD));
        long toSlot = tables.slot(toTable, Geometry.index(to, Geometry.PMD));
        long done = 0;
        boolean tracked = tables.tracksStores();
        cursor.open(tables, from, from + run, TableCursor.WRITE);
        WordLock.lock(tables.lockWord(fromTable), LockClass.PAGE_TABLE, FROM_PMD);
        if (toTable != fromTable) {
            WordLock.lock(tables.lockWord(toTable), LockClass.PAGE_TABLE, TO_PMD);
        }
        for (; done < run; done += Geometry.PMD_SIZE, fromSlot += 8, toSlot += 8) {
            if (Pte.none(Words.getLongAcquire(fromSlot))) {
                continue;
            }
            if (!Pte.none(Words.getLongAcquire(toSlot))) {
                break;
            }
            if (tracked && !Pte.huge(Words.getLongAcquire(fromSlot))) {
                break; // Each page that moves is one that changed where it comes to.
            }
            long pmd = Words.getAndSetLong(fromSlot, 0);
            if (Pte.huge(pmd) && toTable != fromTable && HugeLeaf.hasDeposit(tables.frames(), pmd)) {
                HugeLeaf.deposit(tables, toTable, HugeLeaf.withdraw(tables, fromTable));
            }
            Words.setLongRelease(toSlot, Pte.huge(pmd) ? pmd | Pte.SOFT_DIRTY : pmd);
            cursor.touched(from + done, from + done + Geometry.PMD_SIZE);
        }
        cursor.flushNow();
        if (toTable != fromTable) {
            WordLock.unlock(tables.lockWord(toTable), LockClass.PAGE_TABLE);
        }
        WordLock.unlock(tables.lockWord(fromTable), LockClass.PAGE_TABLE);
        cursor.close();
        return done;
    }

    private static boolean moveEntries(
            TableCursor source, TableCursor target, PageTables tables, long from, long to, long step) {
        source.open(tables, from, from + step, TableCursor.WRITE);
        if (!source.next()) {
            boolean failed = source.failed();
            source.close();
            return !failed;
        }
        // Moving inside one leaf table: its lock is held already.
        boolean same = (from & Geometry.PMD_MASK) == (to & Geometry.PMD_MASK);
        if (same) {
            int shift = (int) (to - from >> Geometry.PAGE_SHIFT);
            boolean present = false;
            for (int i = source.first(), limit = source.limit(); i < limit; i++) {
                present |= moveEntry(source, i, source, i + shift);
            }
            flush(source, present, from, step);
            source.close();
            return true;
        }
        // The table to move to is made first: it is installed under a lock that comes before those of leaf tables.
        source.close();
        boolean ok = target.openAt(tables, to, TableCursor.ALLOC);
        target.close();
        if (!ok) {
            return false;
        }
        source.open(tables, from, from + step, TableCursor.WRITE);
        if (!source.next()) {
            boolean failed = source.failed();
            source.close();
            return !failed;
        }
        ok = target.openAt(tables, to, TableCursor.ALLOC);
        if (ok) {
            target.widen(to + step);
            int j = target.first();
            boolean present = false;
            for (int i = source.first(), limit = source.limit(); i < limit; i++, j++) {
                present |= moveEntry(source, i, target, j);
            }
            flush(source, present, from, step);
        }
        target.close();
        source.close();
        return ok;
    }

    /** Flushes the old place before its lock, and that of the new one, is dropped. */
    private static void flush(TableCursor source, boolean present, long from, long step) {
        if (present) {
            source.touched(from, from + step);
        }
        source.flushNow();
    }

    /** Moves one entry, and says whether a processor may remember it at its old place. */
    private static boolean moveEntry(TableCursor source, int i, TableCursor target, int j) {
        if (source.get(i) == 0) {
            return false;
        }
        long e = source.exchange(i, 0);
        target.set(j, Pte.holdsPage(e) ? e | Pte.SOFT_DIRTY : e);
        return Pte.present(e);
    }
}
