package dev.pinfold.mm.huge;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;
import static dev.pinfold.mm.abi.Page.PMD_SIZE;

import dev.pinfold.mm.file.ShmemMapping;
import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.reclaim.FolioSplit;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.space.Vma;
import dev.pinfold.mm.table.Pte;
import dev.pinfold.mm.table.TableCursor;

/**
 * What MADV_FREE, MADV_COLD and MADV_PAGEOUT do with large folios before they come to single pages: {@code
 * madvise_free_huge_pmd}, the huge part of {@code madvise_cold_or_pageout_pte_range}, and their looks at folios that small
 * entries map. A folio that the range covers whole takes the advice as it is. One of which it covers a part is split first,
 * so that only that part takes it. One that another space maps too, or that somebody holds, is passed over: its pages do
 * not take the advice, those behind it do.
 */
public final class HugeAdvice {
    private HugeAdvice() {}

    /**
     * Prepares {@code [start, end)} of a mapping, inside one aligned 2 MiB: what is still part of a large folio afterwards
     * and no {@link #run} of all its pages does not take the advice.
     *
     * <p>Preconditions: inside a call, the mmap lock or the VMA's lock is held; the cursor is closed.
     *
     * @param bits the marks of the CPU's that the advice takes: from a huge entry here
     * @param flag what it makes of a folio, of {@link FrameFlags}; 0 for nothing
     */
    public static void prepare(TaskContext t, Vma vma, long start, long end, long bits, int flag) {
        if (!vma.isAnonymous() && vma.anonVma() == null && !(vma.mapping() instanceof ShmemMapping)) {
            return;
        }
        Frames frames = t.kernel().frames();
        TableCursor c = t.cursor();
        for (long at = start; at < end; ) {
            c.open(vma.tables(), at, end, TableCursor.RMAP | TableCursor.HUGE_PART);
            int folio = -1;
            long next = end;
            if (c.next()) {
                if (c.huge()) {
                    folio = huge(frames, c, end - start == PMD_SIZE, bits, flag);
                } else {
                    int i = small(frames, c);
                    if (i >= 0) {
                        folio = frames.head(Pte.pfn(c.get(i)));
                        at = c.address(i);
                        next = at + ((long) run(frames, c, i, c.limit()) << PAGE_SHIFT);
                    }
                }
            }
            if (folio >= 0) {
                frames.get(folio);
            }
            c.close();
            if (folio < 0) {
                return;
            }
            // What was split is looked at again: pages of another folio may follow where this one's were thought to.
            if (!FolioUsers.only(t, vma, folio) || FolioSplit.tryNow(t, folio) != 0) {
                at = next;
            }
            frames.put(folio, t.cpuId());
        }
    }

    /** A huge entry takes the advice, or its folio has to be split; -1 if it has not. */
    private static int huge(Frames frames, TableCursor c, boolean whole, long bits, int flag) {
        long e = c.get();
        int folio = Pte.pfn(e);
        if (Pte.present(e) && Pte.counted(e) && frames.owner(folio) instanceof ShmemMapping) {
            return whole ? -1 : folio;
        }
        if (!Pte.present(e) || !Pte.counted(e) || !frames.test(folio, FrameFlags.ANON) || frames.mapCount(folio) != 1) {
            return -1;
        }
        if (!whole) {
            return folio;
        }
        while ((e & bits) != 0) {
            long kept = Pte.dirty(e & bits) ? Pte.SOFT_DIRTY : 0;
            if (c.cas(c.first(), e, e & ~bits | kept)) {
                c.flushLater(c.address(c.first()));
                break;
            }
            e = c.get();
        }
        frames.clear(folio, FrameFlags.REFERENCED);
        if (flag != 0) {
            // Nobody else maps it: what was noted of the folio itself is of this mapping's past.
            frames.clear(folio, FrameFlags.DIRTY);
            frames.set(folio, flag);
        }
        return -1;
    }

    /** The first entry of a large folio of which the range has not all pages in a row; or -1. */
    private static int small(Frames frames, TableCursor c) {
        for (int i = c.first(); i < c.limit(); ) {
            int run = run(frames, c, i, c.limit());
            if (run > 0 && !c.shared() && run != pages(frames, c.get(i))) {
                return i;
            }
            i += Math.max(1, run);
        }
        return -1;
    }

    /**
     * How many entries from {@code i} on map pages of one large folio in their order ({@code
     * folio_pte_batch}); 0 if the first maps none. Preconditions: the leaf table is locked.
     */
    public static int run(Frames frames, TableCursor c, int i, int limit) {
        long e = c.get(i);
        int page = Pte.pfn(e);
        if (!Pte.present(e) || !Pte.counted(e)) {
            return 0;
        }
        int folio = frames.head(page);
        if (!frames.test(folio, FrameFlags.HEAD) || frames.isDevice(folio)) {
            return 0;
        }
        int run = 1;
        while (i + run < limit && follows(frames, c.get(i + run), folio, page + run)) {
            run++;
        }
        return run;
    }

    /** How many pages the folio has that an entry maps a page of. */
    public static int pages(Frames frames, long e) {
        return 1 << frames.order(frames.head(Pte.pfn(e)));
    }

    private static boolean follows(Frames frames, long e, int folio, int page) {
        return Pte.present(e) && Pte.counted(e) && Pte.pfn(e) == page && frames.head(page) == folio;
    }
}
