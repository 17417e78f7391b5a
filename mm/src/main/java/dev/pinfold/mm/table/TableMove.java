package dev.pinfold.mm.table;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;
import static dev.pinfold.mm.abi.Page.PMD_MASK;

import dev.pinfold.mm.sync.LockClass;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.sync.Words;

/**
 * Moves entries to another address of the same space: move_page_tables.
 *
 * <p>Preconditions: mmap lock held for writing, both VMAs write-locked, and the reverse-map locks of the mapping held
 * for writing, so that a walk over the page's mappings finds each entry at one of its two places.
 */
public final class TableMove {
    private static final Site FROM_TABLE = Site.lock("move: table lock over the place a lower table leaves");
    private static final Site TO_TABLE = Site.lock("move: table lock over the place a lower table comes to");

    private static final Site OLD_PLACE =
            Site.flush("move: flush the old place before the lock of the new one is dropped");

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
            long moved = 0;
            for (int level = Geometry.PUD; level >= Geometry.PMD && moved == 0; level--) {
                long span = Geometry.span(level);
                if (((a | b) & span - 1) == 0 && left >= span) {
                    moved = moveTables(source, tables, a, b, left & -span, level, cpu);
                }
            }
            done += moved;
            if (moved > 0) {
                continue;
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
     * Moves whole tables and huge entries by the entries of a level that point to them, as many as both tables of that
     * level hold in a row: {@code move_normal_pud} and {@code move_huge_pud}, {@code move_normal_pmd} and {@code
     * move_huge_pmd}.
     *
     * @param length multiple of what an entry of the level spans
     * @return bytes dealt with; 0 if the first has to be moved by lower levels: its new place has a table already, there
     *     is no frame for one above it, or a huge entry stands above its old place
     */
    private static long moveTables(
            TableCursor cursor, PageTables tables, long from, long to, long length, int level, int cpu) {
        int fromTable = tables.tableAt(from, level);
        long run = Math.min(length, Math.min(Geometry.next(from, level + 1) - from, Geometry.next(to, level + 1) - to));
        if (fromTable < 0) {
            return tables.hugePud(from) != 0 ? 0 : run;
        }
        int toTable = tables.tableOrCreate(to, level, cpu);
        if (toTable < 0) {
            return 0;
        }
        long span = Geometry.span(level);
        long fromSlot = tables.slot(fromTable, Geometry.index(from, level));
        long toSlot = tables.slot(toTable, Geometry.index(to, level));
        long done = 0;
        boolean tracked = tables.tracksStores();
        cursor.open(tables, from, from + run, TableCursor.WRITE);
        TableLock.lock(tables.lockWord(fromTable), LockClass.PAGE_TABLE, FROM_TABLE);
        if (toTable != fromTable) {
            TableLock.lock(tables.lockWord(toTable), LockClass.PAGE_TABLE, TO_TABLE);
        }
        for (; done < run; done += span, fromSlot += 8, toSlot += 8) {
            if (Pte.none(Words.getLongAcquire(fromSlot))) {
                continue;
            }
            if (!Pte.none(Words.getLongAcquire(toSlot))) {
                break;
            }
            if (tracked && !Pte.huge(Words.getLongAcquire(fromSlot))) {
                break; // Each page that moves is one that changed where it comes to.
            }
            long e = Words.getAndSetLong(fromSlot, 0);
            if (Pte.huge(e) && toTable != fromTable && HugeLeaf.hasDeposit(tables.frames(), e)) {
                HugeLeaf.deposit(tables, toTable, HugeLeaf.withdraw(tables, fromTable));
            }
            Words.setLongRelease(toSlot, Pte.huge(e) ? e | Pte.SOFT_DIRTY : e);
            cursor.touched(from + done, from + done + span);
        }
        cursor.flushNow(OLD_PLACE);
        if (toTable != fromTable) {
            TableLock.unlock(tables.lockWord(toTable), LockClass.PAGE_TABLE);
        }
        TableLock.unlock(tables.lockWord(fromTable), LockClass.PAGE_TABLE);
        cursor.close();
        return done;
    }

    private static boolean moveEntries(
            TableCursor source, TableCursor target, PageTables tables, long from, long to, long step) {
        boolean same = (from & PMD_MASK) == (to & PMD_MASK);
        if (!same && !tables.hasOwnLeaf(to)) {
            // The table to move to is made first: it is installed under a lock that comes before those of leaf tables.
            source.open(tables, from, from + step, TableCursor.WRITE);
            boolean there = source.next();
            boolean failed = source.failed();
            source.close();
            if (!there) {
                return !failed;
            }
            boolean made = target.openAt(tables, to, TableCursor.ALLOC);
            target.close();
            if (!made) {
                return false;
            }
        }
        source.open(tables, from, from + step, TableCursor.WRITE);
        if (!source.next()) {
            boolean failed = source.failed();
            source.close();
            return !failed;
        }
        source.hold(source.limit() - source.first());
        if (same) {
            // Its lock is held already.
            int shift = (int) (to - from >> PAGE_SHIFT);
            flush(source, moveRun(source, source, shift), from, step);
            source.close();
            return true;
        }
        boolean ok = target.openAt(tables, to, TableCursor.ALLOC);
        if (ok) {
            target.widen(to + step);
            flush(source, moveRun(source, target, target.first() - source.first()), from, step);
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
        source.flushNow(OLD_PLACE);
    }

    /**
     * Moves all entries of the source's range, and says whether a processor may remember one at its old place. A method of its
     * own: beside opening and closing there is no room in what the compiler takes in at once.
     */
    private static boolean moveRun(TableCursor source, TableCursor target, int shift) {
        boolean present = false;
        for (int i = source.first(), limit = source.limit(); i < limit; i++) {
            present |= moveEntry(source, i, target, i + shift);
        }
        return present;
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
