package dev.pinfold.mm.huge;

import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.reclaim.FolioSplit;
import dev.pinfold.mm.rmap.AnonVma;
import dev.pinfold.mm.rmap.Mapped;
import dev.pinfold.mm.rmap.RmapWalk;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.space.Vma;
import dev.pinfold.mm.sync.Site;
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
    private static final Site ANON = Site.lock("advice: anon_vma lock over the count of a folio's entries in a space");

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
        int found = -1;
        for (long at = start; at < end; ) {
            c.open(vma.tables(), at, end, TableCursor.RMAP | TableCursor.HUGE_PART);
            int others = found;
            boolean alone = true;
            found = -1;
            at = end;
            if (c.next()) {
                if (c.huge()) {
                    found = huge(frames, c, end - start == Geometry.PMD_SIZE && !splitsWhole, bits, flag);
                } else {
                    int i = small(frames, c, splitsWhole, others);
                    if (i >= 0) {
                        found = frames.head(Pte.pfn(c.get(i)));
                        alone = c.countMapping(found, 1 << frames.order(found)) == frames.mapCount(found);
                        at = c.address(i) + Geometry.PAGE_SIZE;
                    }
                }
                if (found >= 0) {
                    frames.get(found);
                }
            }
            c.close();
            if (found >= 0) {
                if (alone || isAlone(t, vma, found)) {
                    return found;
                }
                frames.put(found, t.cpuId());
            }
        }
        return -1;
    }

    /** Whether all entries that map a folio are of one space, wherever they are: not {@code folio_maybe_mapped_shared}. */
    private static boolean isAlone(TaskContext t, Vma vma, int folio) {
        Frames frames = t.kernel().frames();
        if (!(frames.owner(folio) instanceof AnonVma anon) || !anon.tryGet()) {
            return false;
        }
        int pages = 1 << frames.order(folio);
        int[] here = {0};
        RmapWalk.anon(anon, frames.index(folio), pages, ANON, (m, start, end) -> {
            if (m.tables() == vma.tables()) {
                here[0] += count(t.cursor(), m, start, end, folio, pages);
            }
            return true;
        });
        anon.put();
        return here[0] == frames.mapCount(folio);
    }

    private static int count(TableCursor c, Mapped m, long start, long end, int folio, int pages) {
        int found = 0;
        c.open(m.tables(), start, end, TableCursor.READ | TableCursor.HUGE_PART);
        while (c.next()) {
            for (int i = c.first(); i < c.limit() && !c.shared(); i++) {
                long e = c.get(i);
                boolean maps = Pte.present(e) && Pte.counted(e) && Pte.pfn(e) >= folio && Pte.pfn(e) < folio + pages;
                found += maps ? 1 : 0;
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

    /** The first entry of a large folio, not of {@code others}, of which the range has not all pages in a row; or -1. */
    private static int small(Frames frames, TableCursor c, boolean splitsWhole, int others) {
        for (int i = c.first(); i < c.limit(); ) {
            long e = c.get(i);
            int page = Pte.pfn(e);
            int folio = Pte.present(e) && Pte.counted(e) ? frames.head(page) : -1;
            if (folio < 0
                    || folio == others
                    || !frames.test(folio, FrameFlags.HEAD)
                    || !frames.test(folio, FrameFlags.ANON)) {
                i++;
                continue;
            }
            int run = 1;
            while (i + run < c.limit() && follows(frames, c.get(i + run), folio, page + run)) {
                run++;
            }
            boolean all = run == 1 << frames.order(folio) && !splitsWhole;
            if (!all && !c.shared()) {
                return i;
            }
            i += run;
        }
        return -1;
    }

    private static boolean follows(Frames frames, long e, int folio, int page) {
        return Pte.present(e) && Pte.counted(e) && Pte.pfn(e) == page && frames.head(page) == folio;
    }
}
