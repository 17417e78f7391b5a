package dev.pinfold.mm.table;

import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.sync.Words;

/**
 * Gives a child the page-table entries of its parent, one VMA at a time: copy_page_range.
 *
 * <p>Preconditions of every method: the mmap locks of both spaces are held for writing and the parent's VMAs are
 * write-locked, so that nobody faults; the mapping is private and copied on write. The parent's cursor is open for
 * writing over its whole space and is closed, and so flushes, before either of the two runs again.
 */
public final class TableCopy {
    private TableCopy() {}

    /**
     * Copies one VMA's entries.
     *
     * @param from a cursor on the parent's tables, not open
     * @param to a cursor on the child's tables, not open
     * @param start the VMA's first address
     * @param end the address after its last
     * @param shareFrom leaf tables wholly inside {@code [shareFrom, shareTo)} are shared and not copied: all VMAs in
     *     that range are such as fork copies. An empty range copies everything
     * @return false when there is no frame for a table
     */
    public static boolean fork(
            TableCursor from,
            TableCursor to,
            PageTables source,
            PageTables target,
            long start,
            long end,
            long shareFrom,
            long shareTo,
            int cpu) {
        boolean done = true;
        for (long a = start; a < end && done; ) {
            long next = Math.min(end, Geometry.next(a, Geometry.PMD));
            int pmdTable = source.pmdTable(a);
            if (pmdTable < 0) {
                a = Math.min(end, Geometry.next(a, -pmdTable - 1));
                continue;
            }
            long slot = source.slot(pmdTable, Geometry.index(a, Geometry.PMD));
            long pmd = Words.getLongAcquire(slot);
            if (Pte.huge(pmd)) {
                done = copyHuge(from, to, source, target, a, cpu);
            } else if (Pte.present(pmd)) {
                long region = a & Geometry.PMD_MASK;
                done = region >= shareFrom && region + Geometry.PMD_SIZE <= shareTo
                        ? shareLeaf(source, slot, target, region, cpu)
                        : copyLeaf(from, to, source, target, a, next);
            }
            a = next;
        }
        return done;
    }

    private static boolean shareLeaf(PageTables source, long slot, PageTables target, long region, int cpu) {
        int pmdTable = target.pmdTableOrCreate(region, cpu);
        if (pmdTable < 0) {
            return false;
        }
        long to = target.slot(pmdTable, Geometry.index(region, Geometry.PMD));
        // The VMA before may have brought the table already.
        if (Pte.none(Words.getLongAcquire(to))) {
            LeafSharing.share(source, slot, target, to);
        }
        return true;
    }

    /** An anonymous huge entry: one more mapping of the folio, read-only on both sides. */
    private static boolean copyHuge(
            TableCursor from, TableCursor to, PageTables source, PageTables target, long start, int cpu) {
        Frames frames = source.frames();
        int leaf = PageTables.allocTable(frames, cpu);
        if (leaf < 0) {
            return false;
        }
        boolean ok = to.openPmd(target, start);
        if (!ok) {
            PageTables.freeTable(frames, leaf, cpu);
        } else {
            from.openPmd(source, start);
            long e = from.get();
            while (Pte.writable(e) && !from.cas(e, e & ~Pte.WRITE)) {
                e = from.get();
            }
            if (Pte.writable(e)) {
                from.flushLater(start);
            }
            if (!Pte.special(e)) {
                LeafSharing.countAgain(frames, Pte.pfn(e));
            }
            to.set(e & ~(Pte.WRITE | Pte.SOFT_DIRTY));
            to.deposit(leaf);
            from.close();
        }
        to.close();
        return ok;
    }

    private static boolean copyLeaf(
            TableCursor from, TableCursor to, PageTables source, PageTables target, long start, long end) {
        Frames frames = source.frames();
        if (!from.openAt(source, start, TableCursor.WRITE)) {
            boolean failed = from.failed();
            from.close();
            return !failed;
        }
        from.widen(end);
        boolean ok = to.openAt(target, start, TableCursor.ALLOC);
        if (ok) {
            to.widen(end);
            for (int i = from.first(), limit = from.limit(); i < limit; i++) {
                long e = from.get(i);
                if (e == 0) {
                    continue;
                }
                if (Pte.present(e) && !Pte.special(e)) {
                    while (Pte.writable(e) && !from.cas(i, e, e & ~Pte.WRITE)) {
                        e = from.get(i);
                    }
                    if (Pte.writable(e)) {
                        from.flushLater(from.address(i));
                        e &= ~Pte.WRITE;
                    }
                    LeafSharing.countAgain(frames, Pte.pfn(e));
                }
                to.set(i, e & ~Pte.SOFT_DIRTY);
            }
        }
        to.close();
        from.close();
        return ok;
    }

    /** Begins to copy from a parent: its translations are stale until {@link #flushParent}. */
    public static void begin(PageTables source) {
        source.context().changeBegins();
    }

    /** Makes every CPU forget the parent's translations; what the sharing of leaf tables owes. */
    public static void flushParent(TableCursor from, PageTables source) {
        from.open(source, 0, 0, TableCursor.WRITE);
        from.touched(0, Long.MAX_VALUE & Geometry.PAGE_MASK);
        from.close();
        source.context().changeEnds();
    }
}
