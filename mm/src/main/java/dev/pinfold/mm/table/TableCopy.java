package dev.pinfold.mm.table;

import static dev.pinfold.mm.abi.Page.PAGE_MASK;
import static dev.pinfold.mm.abi.Page.PMD_MASK;
import static dev.pinfold.mm.abi.Page.PMD_SHIFT;
import static dev.pinfold.mm.abi.Page.PMD_SIZE;

import dev.pinfold.mm.frame.FolioMaps;
import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.sync.LockClass;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.sync.Words;
import org.jspecify.annotations.Nullable;

/**
 * Gives a child the page-table entries of its parent, one VMA at a time: copy_page_range.
 *
 * <p>Preconditions of every method: the mmap locks of both spaces are held for writing and the parent's VMAs are
 * write-locked, so that nobody faults; the mapping is private and copied on write. The parent's cursor is open for
 * writing over its whole space and is closed, and so flushes, before either of the two runs again.
 */
public final class TableCopy {
    private static final int FAILED = 0;
    private static final int SHARED = 1;
    private static final int COPY = 2;
    private static final int SPLIT = 3;
    private static final int LEFT = 4;
    private static final long ALL = Long.MAX_VALUE & PAGE_MASK;

    private static final Site LOOK_FOR_PINS =
            Site.lock("fork: leaf table lock over the look for pins, against notes that come and go");

    private TableCopy() {}

    /** As the next, for a space none of whose pages was ever pinned. */
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
        return fork(from, to, source, target, start, end, shareFrom, shareTo, null, cpu);
    }

    /**
     * Copies one VMA's entries.
     *
     * @param from a cursor on the parent's tables, not open
     * @param to a cursor on the child's tables, not open
     * @param start the VMA's first address
     * @param end the address after its last
     * @param pinned what to do with pages that may be pinned; null if this space never pinned one
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
            @Nullable PinnedPages pinned,
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
                int copied = copyHuge(from, to, source, target, a, pinned, cpu);
                if (copied == SPLIT) {
                    continue;
                }
                done = copied == COPY ? copyLeaf(from, to, source, target, a, next, pinned, cpu) : copied != FAILED;
            } else if (Pte.present(pmd)) {
                long region = a & PMD_MASK;
                boolean share = region >= shareFrom && region + PMD_SIZE <= shareTo;
                if (share && pinned == null) {
                    long shared = shareRun(source, pmdTable, target, region, Math.min(end, shareTo), cpu);
                    if (shared > region) {
                        a = Math.min(end, shared);
                        continue;
                    }
                    done = shared == region;
                }
                if (done) {
                    int shared = share ? shareLeaf(source, slot, target, region, pinned, cpu) : COPY;
                    done = shared == COPY ? copyLeaf(from, to, source, target, a, next, pinned, cpu) : shared == SHARED;
                }
            }
            a = next;
        }
        return done;
    }

    /**
     * Shares the leaf tables from {@code region} on that lie whole below {@code limit} and under one PMD table.
     *
     * @return the address behind the last table dealt with, or -1 for want of a frame
     */
    private static long shareRun(
            PageTables source, int sourceTable, PageTables target, long region, long limit, int cpu) {
        int targetTable = target.pmdTableOrCreate(region, cpu);
        if (targetTable < 0) {
            return -1;
        }
        int first = Geometry.index(region, Geometry.PMD);
        int tables = (int) Math.min(Geometry.ENTRIES - first, limit - region >>> PMD_SHIFT);
        int done = LeafSharing.share(source, sourceTable, target, targetTable, first, first + Math.max(1, tables));
        return region + ((long) (done - first) << PMD_SHIFT);
    }

    /**
     * Shares a leaf table unless one of its pages may be pinned: such a page must be copied now, since whoever pinned it
     * goes on with the parent's page and no other.
     *
     * @return {@link #SHARED}, {@link #COPY} if entries have to be copied, {@link #FAILED} for want of a frame
     */
    private static int shareLeaf(
            PageTables source, long slot, PageTables target, long region, @Nullable PinnedPages pinned, int cpu) {
        int pmdTable = target.pmdTableOrCreate(region, cpu);
        if (pmdTable < 0) {
            return FAILED;
        }
        long to = target.slot(pmdTable, Geometry.index(region, Geometry.PMD));
        long there = Words.getLongAcquire(to);
        if (!Pte.none(there)) {
            // The VMA before has brought the table already, or one of its own.
            return Pte.pfn(there) == Pte.pfn(Words.getLongAcquire(slot)) ? SHARED : COPY;
        }
        if (pinned != null && anyPinned(source, Pte.pfn(Words.getLongAcquire(slot)), pinned)) {
            return COPY;
        }
        int i = Geometry.index(region, Geometry.PMD);
        int done = LeafSharing.share(source, source.tableOf(slot), target, pmdTable, i, i + 1);
        return done > i ? SHARED : COPY;
    }

    /**
     * Whether a page in a leaf table may be pinned. Its entries cannot get pages or pins, as nobody faults; but who wants
     * to move a page makes its entry a note, under the table's lock, before it finds that the page is pinned.
     */
    private static boolean anyPinned(PageTables source, int table, PinnedPages pinned) {
        long lock = source.lockWord(table);
        TableLock.lock(lock, LockClass.PTE_TABLE, LOOK_FOR_PINS);
        boolean found = false;
        for (int i = 0; i < Geometry.ENTRIES && !found; i++) {
            long e = Words.getLongAcquire(source.slot(table, i));
            found = Pte.present(e) && Pte.counted(e) && pinned.mayBePinned(Pte.pfn(e));
        }
        TableLock.unlock(lock, LockClass.PTE_TABLE);
        return found;
    }

    /**
     * An anonymous huge entry: one more mapping of the folio, read-only on both sides. Of the note in the place of one both
     * sides have one ({@code copy_huge_pmd}).
     *
     * @return {@link #SHARED}, {@link #LEFT} if it is a file's, {@link #SPLIT} if it is no huge entry any more, {@link #COPY}
     *     if the folio may be pinned and its pages have to be copied, {@link #FAILED} for want of a frame
     */
    private static int copyHuge(
            TableCursor from,
            TableCursor to,
            PageTables source,
            PageTables target,
            long start,
            @Nullable PinnedPages pinned,
            int cpu) {
        Frames frames = source.frames();
        int leaf = PageTables.allocTable(frames, cpu);
        if (leaf < 0) {
            return FAILED;
        }
        int result = FAILED;
        if (to.openHuge(target, start, Geometry.PMD)) {
            from.openHuge(source, start, Geometry.PMD);
            result = shareHuge(from, to, frames, start, pinned);
            if (result == SHARED) {
                to.deposit(leaf);
            }
            from.close();
        }
        to.close();
        if (result != SHARED) {
            PageTables.freeTable(frames, leaf, cpu);
        }
        return result;
    }

    /** Under the locks of both entries, since who moves a folio turns its entry into a note and back under that lock. */
    private static int shareHuge(
            TableCursor from, TableCursor to, Frames frames, long start, @Nullable PinnedPages pinned) {
        long e = from.get();
        if (!Pte.huge(e)) {
            return SPLIT; // By who found the folio through its anon_vma, which needs no mmap lock.
        }
        if (!HugeLeaf.hasDeposit(frames, e)) {
            return LEFT; // The child finds the pages in the file.
        }
        if (!Pte.present(e)) {
            from.exchange(Pte.shareNote(e));
            to.set(Pte.shareNote(e));
            return SHARED;
        }
        if (pinned != null && Pte.counted(e) && pinned.mayBePinned(Pte.pfn(e))) {
            return COPY;
        }
        while (Pte.writable(e) && !from.cas(e, e & ~Pte.WRITE)) {
            e = from.get();
        }
        if (Pte.writable(e)) {
            from.flushLater(start);
        }
        if (!Pte.special(e)) {
            countHugeAgain(frames, Pte.pfn(e));
        }
        to.set(e & ~(Pte.WRITE | Pte.ACCESSED));
        return SHARED;
    }

    private static void countHugeAgain(Frames frames, int head) {
        frames.get(head);
        FolioMaps.add(frames, head, Geometry.PMD, 1);
        if (frames.test(head, FrameFlags.ANON_EXCLUSIVE)) {
            frames.clear(head, FrameFlags.ANON_EXCLUSIVE);
        }
    }

    private static boolean copyLeaf(
            TableCursor from,
            TableCursor to,
            PageTables source,
            PageTables target,
            long start,
            long end,
            @Nullable PinnedPages pinned,
            int cpu) {
        Frames frames = source.frames();
        // The child's table is made first: under the lock of the parent's no lock of an upper level may be taken.
        boolean made = to.openAt(target, start, TableCursor.ALLOC);
        to.close();
        if (!made) {
            return false;
        }
        if (!from.openAt(source, start, TableCursor.WRITE)) {
            boolean failed = from.failed();
            from.close();
            return !failed;
        }
        from.widen(end);
        boolean ok = to.openAt(target, start, TableCursor.ALLOC);
        if (ok) {
            to.widen(end);
            for (int i = from.first(), limit = from.limit(); ok && i < limit; i++) {
                long e = from.get(i);
                if (e == 0) {
                    continue;
                }
                if (Pte.present(e) && Pte.counted(e)) {
                    if (pinned != null && pinned.mayBePinned(Pte.pfn(e))) {
                        ok = copyPinned(to, i, from.address(i), e, pinned, cpu);
                        continue;
                    }
                    while (Pte.writable(e) && !from.cas(i, e, e & ~Pte.WRITE)) {
                        e = from.get(i);
                    }
                    if (Pte.writable(e)) {
                        from.flushLater(from.address(i));
                        e &= ~Pte.WRITE;
                    }
                    LeafSharing.countAgain(frames, Pte.pfn(e));
                } else if (!Pte.present(e)) {
                    long note = LeafSharing.noteAgain(frames, e);
                    if (note != e) {
                        from.exchange(i, note);
                    }
                    e = note;
                }
                to.set(i, e);
            }
        }
        to.close();
        from.close();
        return ok;
    }

    /** copy_present_page: the child gets a page of its own at once, and the parent's entry stays as it is. */
    private static boolean copyPinned(TableCursor to, int i, long address, long e, PinnedPages pinned, int cpu) {
        int copy = pinned.copy(Pte.pfn(e), address, cpu);
        if (copy < 0) {
            return false;
        }
        to.set(i, Pte.of(copy, e & ~Pte.FRAME_MASK | Pte.DIRTY));
        return true;
    }

    /**
     * Begins to copy from a parent: its translations are stale until {@link #flushParent}.
     *
     * @return whom {@link #flushParent} has to tell
     */
    public static Notifier @Nullable [] begin(PageTables source) {
        source.context().changeBegins();
        return source.notifiers().begin(0, ALL, Notifier.Event.PROTECTION_PAGE);
    }

    /** Makes every CPU forget the parent's translations; what the sharing of leaf tables owes. */
    public static void flushParent(TableCursor from, PageTables source, Notifier @Nullable [] told) {
        from.open(source, 0, 0, TableCursor.ALLOC);
        from.touched(0, ALL);
        from.close();
        Notifiers.end(told, 0, ALL, Notifier.Event.PROTECTION_PAGE);
        source.context().changeEnds();
    }
}
