package dev.pinfold.mm.huge;

import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.space.Vma;
import dev.pinfold.mm.table.Geometry;
import dev.pinfold.mm.table.Pte;
import dev.pinfold.mm.table.TableCursor;

/**
 * What MADV_FREE, MADV_COLD and MADV_PAGEOUT do with large folios before they come to single pages: {@code
 * madvise_free_huge_pmd}, the huge part of {@code madvise_cold_or_pageout_pte_range}, and their looks at folios that small
 * entries map. A folio that the range covers whole takes the advice as it is. One of which it covers a part is split first,
 * so that only that part takes it. One that others map too is left alone.
 */
public final class HugeAdvice {
    private HugeAdvice() {}

    /**
     * Prepares {@code [start, end)} of a mapping, inside one aligned 2 MiB.
     *
     * <p>Preconditions: inside a call, the mmap lock or the VMA's lock is held; the cursor is closed.
     *
     * @param bits the marks of the CPU's that the advice takes: from a huge entry here
     * @param flag what it makes of a folio, of {@link FrameFlags}; 0 for nothing
     * @param splitsWhole whether folios that the range covers whole are split too, as by who wants to write out pages
     */
    public static void prepare(TaskContext t, Vma vma, long start, long end, long bits, int flag, boolean splitsWhole) {
        if (!vma.isAnonymous() && vma.anonVma() == null) {
            return;
        }
        Frames frames = t.kernel().frames();
        while (true) {
            int folio = next(t, vma, start, end, bits, flag, splitsWhole);
            if (folio < 0) {
                return;
            }
            long result = FolioSplit.tryNow(t, folio);
            frames.put(folio, t.cpuId());
            if (result != 0) {
                return; // In use: the advice reaches its pages one by one, or not at all.
            }
        }
    }

    /** The first folio in the range that has to be split, with a reference; -1 if there is none. */
    private static int next(TaskContext t, Vma vma, long start, long end, long bits, int flag, boolean splitsWhole) {
        Frames frames = t.kernel().frames();
        TableCursor c = t.cursor();
        c.open(vma.tables(), start, end, TableCursor.RMAP | TableCursor.HUGE_PART);
        int found = -1;
        if (c.next()) {
            if (c.huge()) {
                found = huge(frames, c, end - start == Geometry.PMD_SIZE && !splitsWhole, bits, flag);
            } else {
                found = small(frames, c, splitsWhole);
            }
            if (found >= 0) {
                frames.get(found);
            }
        }
        c.close();
        return found;
    }

    private static int huge(Frames frames, TableCursor c, boolean whole, long bits, int flag) {
        long e = c.get();
        int folio = Pte.pfn(e);
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
        if (flag != 0) {
            frames.set(folio, flag);
        }
        return -1;
    }

    /** A large folio that small entries of this table alone map, and of which the range has not all pages in a row. */
    private static int small(Frames frames, TableCursor c, boolean splitsWhole) {
        for (int i = c.first(); i < c.limit(); ) {
            long e = c.get(i);
            int page = Pte.pfn(e);
            int folio = Pte.present(e) && Pte.counted(e) ? frames.head(page) : -1;
            if (folio < 0 || !frames.test(folio, FrameFlags.HEAD) || !frames.test(folio, FrameFlags.ANON)) {
                i++;
                continue;
            }
            int run = 1;
            while (i + run < c.limit() && follows(frames, c.get(i + run), folio, page + run)) {
                run++;
            }
            boolean all = run == 1 << frames.order(folio) && !splitsWhole;
            if (!all && !c.shared() && c.countMapping(folio, 1 << frames.order(folio)) == frames.mapCount(folio)) {
                return folio;
            }
            i += run;
        }
        return -1;
    }

    private static boolean follows(Frames frames, long e, int folio, int page) {
        return Pte.present(e) && Pte.counted(e) && Pte.pfn(e) == page && frames.head(page) == folio;
    }
}
