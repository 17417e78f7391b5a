package dev.pinfold.mm.table;

import static dev.pinfold.mm.abi.Page.PMD_SIZE;

import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.sync.Guard;
import dev.pinfold.mm.sync.LockClass;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.sync.Words;

/**
 * A leaf table that is taken out of its tree so that a huge entry may come in its place: the table's part of {@code
 * collapse_huge_page}. While it is out nobody translates through it, nobody walks it, and who fills entries waits for the
 * caller's locks; so what its pages' counts say then stays true.
 *
 * <p>Preconditions of all: the mmap lock is held for writing and the mapping is write-locked; up to {@link #install} or
 * {@link #putBack} nobody else may collapse there, which the same locks see to. From {@link #takeOut} until the pages are
 * out of others' reach the anon_vma's lock is held for writing as well.
 */
public final class TableCollapse {
    private static final Site OUT = Site.lock("collapse: PMD lock over taking a leaf table out");
    private static final Site ENTRIES = Site.lock("collapse: leaf lock over the entries of a table that is out");
    private static final Site WALKERS =
            Site.await("collapse: wait for readers without locks before pages are looked at");

    private static final Site FREE_PMD = Site.lock("tables: PMD lock over freeing an empty leaf table");
    private static final Site FREE_LEAF = Site.lock("tables: leaf lock over the look that a leaf table is empty");

    private final TableCursor cursor;
    private final PageTables tables;
    private final long start;
    private int leaf = -1;

    /** @param start first of 2 MiB */
    public TableCollapse(TableCursor cursor, PageTables tables, long start) {
        this.cursor = cursor;
        this.tables = tables;
        this.start = start;
    }

    /**
     * Makes the leaf table this tree's own, takes it out, flushes, and waits until nobody without locks is inside it.
     *
     * @return 1; 0 if there is no leaf table now, or -1 if there is no frame to copy a shared one
     */
    public int takeOut() {
        cursor.open(tables, start, start + PMD_SIZE, TableCursor.WRITE | TableCursor.HUGE, Notifier.Event.CLEAR);
        boolean there = cursor.next() && !cursor.huge();
        if (!there) {
            boolean failed = cursor.failed();
            cursor.close();
            return failed ? -1 : 0;
        }
        leaf = cursor.leaf();
        cursor.touched(start, start + PMD_SIZE);
        cursor.reopen(start + PMD_SIZE, start + PMD_SIZE);
        long slot = tables.pmdSlot(start);
        long lock = tables.lockWord(tables.tableOf(slot));
        TableLock.lock(lock, LockClass.PAGE_TABLE, OUT);
        Words.setLongRelease(slot, 0);
        TableLock.unlock(lock, LockClass.PAGE_TABLE);
        tables.countTables(-1);
        cursor.close();
        tables.epoch().synchronize(WALKERS);
        return 1;
    }

    /** Locks the entries of the table that is out: who found it before may still hold the lock. */
    public void lock() {
        TableLock.lock(tables.lockWord(leaf), LockClass.PTE_TABLE, ENTRIES);
    }

    /** Ends {@link #lock}. */
    public void unlock() {
        TableLock.unlock(tables.lockWord(leaf), LockClass.PTE_TABLE);
    }

    /** All entries of the table that is out. */
    public void read(long[] into) {
        Words.readLongs(tables.slot(leaf, 0), Geometry.ENTRIES, into);
    }

    /** Empties the table: what it mapped is the caller's now. */
    public void clear() {
        Words.setLongs(tables.slot(leaf, 0), Geometry.ENTRIES, 0, 0);
    }

    /** Puts the table back as it was. */
    public void putBack() {
        long slot = tables.pmdSlot(start);
        long lock = tables.lockWord(tables.tableOf(slot));
        TableLock.lock(lock, LockClass.PAGE_TABLE, OUT);
        Words.setLongRelease(slot, Pte.of(leaf, Pte.TABLE));
        TableLock.unlock(lock, LockClass.PAGE_TABLE);
        tables.countTables(1);
    }

    /** Installs a huge entry, and sets the table, which is empty, aside for it. */
    public void install(long entry) {
        Frames frames = tables.frames();
        if (!cursor.openHuge(tables, start, Geometry.PMD) || !Pte.none(cursor.get())) {
            throw new AssertionError("somebody came where a huge page is being made: " + frames.describe(leaf));
        }
        cursor.set(entry);
        cursor.deposit(leaf);
        cursor.close();
    }

    /**
     * Frees a leaf table that has no entries any more ({@code try_to_free_pte}), so that a huge page may come there.
     *
     * <p>Preconditions: the mmap lock or the VMA's lock is held; the cursor is closed.
     *
     * @param start first of the table's 2 MiB
     */
    public static void freeEmpty(TableCursor cursor, PageTables tables, long start) {
        long slot = tables.pmdSlot(start);
        long pmd = slot == 0 ? 0 : Words.getLongAcquire(slot);
        if (!Pte.present(pmd) || Pte.huge(pmd)) {
            return;
        }
        cursor.open(tables, start, start + PMD_SIZE, TableCursor.RMAP);
        long lock = tables.lockWord(tables.tableOf(slot));
        TableLock.lock(lock, LockClass.PAGE_TABLE, FREE_PMD);
        pmd = Words.getLongAcquire(slot);
        // One that other trees have, or had, is left to them.
        if (Pte.present(pmd) && !Pte.huge(pmd) && Pte.writable(pmd)) {
            int table = Pte.pfn(pmd);
            TableLock.lock(tables.lockWord(table), LockClass.PTE_TABLE, FREE_LEAF);
            if (Guard.FREED_TABLE_EMPTY.holds(isEmpty(tables, table))) {
                Words.setLongRelease(slot, 0);
                tables.countTables(-1);
                cursor.touched(start, start + PMD_SIZE);
                cursor.freeTableLater(table);
            }
            TableLock.unlock(tables.lockWord(table), LockClass.PTE_TABLE);
        }
        TableLock.unlock(lock, LockClass.PAGE_TABLE);
        cursor.close();
    }

    private static boolean isEmpty(PageTables tables, int table) {
        long[] all = new long[Geometry.ENTRIES];
        Words.readLongs(tables.slot(table, 0), Geometry.ENTRIES, all);
        for (long e : all) {
            if (!Pte.none(e)) {
                return false;
            }
        }
        return true;
    }
}
