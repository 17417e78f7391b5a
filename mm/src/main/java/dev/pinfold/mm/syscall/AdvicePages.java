package dev.pinfold.mm.syscall;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;
import static dev.pinfold.mm.abi.Page.PMD_MASK;
import static dev.pinfold.mm.abi.Page.PMD_SIZE;
import static dev.pinfold.mm.abi.VmFlags.VM_HUGETLB;
import static dev.pinfold.mm.abi.VmFlags.VM_LOCKED;
import static dev.pinfold.mm.abi.VmFlags.VM_PFNMAP;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.file.FileMapping;
import dev.pinfold.mm.frame.FolioMaps;
import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.huge.HugeAdvice;
import dev.pinfold.mm.reclaim.PageList;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.space.Vma;
import dev.pinfold.mm.table.Geometry;
import dev.pinfold.mm.table.Pte;
import dev.pinfold.mm.table.TableCollapse;
import dev.pinfold.mm.table.TableCursor;
import dev.pinfold.mm.table.Zap;
import org.jspecify.annotations.Nullable;

/**
 * Advice that is about pages. Preconditions of all: the mmap lock or the VMA's lock is held; the range lies in the VMA.
 */
final class AdvicePages {
    private AdvicePages() {}

    /** MADV_DONTNEED: the pages go; guard markers stay. */
    static long dontNeed(TaskContext t, Vma vma, long start, long end, boolean lockedToo) {
        if (vma.has(lockedToo ? VM_PFNMAP : VM_PFNMAP | VM_LOCKED)) {
            return -Errno.EINVAL;
        }
        if (!Zap.range(t.cursor(), vma.tables(), start, end, Zap.EVEN_COWS)) {
            return -Errno.ENOMEM;
        }
        long first = start + PMD_SIZE - 1 & PMD_MASK;
        for (long at = first; at + PMD_SIZE <= end; at += PMD_SIZE) {
            TableCollapse.freeEmpty(t.cursor(), vma.tables(), at);
        }
        return 0;
    }

    /**
     * MADV_FREE: private anonymous pages that nobody else maps may be dropped instead of swapped, unless they are
     * written again first. So the CPU's notes in the entries are taken away: a later write leaves new ones.
     */
    static long free(TaskContext t, Vma vma, long start, long end) {
        if (vma.has(VM_PFNMAP | VM_LOCKED) || !vma.isAnonymous()) {
            return -Errno.EINVAL;
        }
        long notes = Pte.ACCESSED | Pte.DIRTY | Pte.SAVED_DIRTY;
        for (long at = start; at < end; at = (at & PMD_MASK) + PMD_SIZE) {
            long stop = Math.min(end, (at & PMD_MASK) + PMD_SIZE);
            HugeAdvice.prepare(t, vma, at, stop, notes, FrameFlags.LAZYFREE);
        }
        Frames frames = t.kernel().frames();
        TableCursor c = t.cursor();
        c.open(vma.tables(), start, end, TableCursor.WRITE | TableCursor.HUGE | TableCursor.HUGE_PART);
        while (c.next()) {
            for (int i = c.first(), limit = c.limit(); i < limit && !c.huge(); i++) {
                long e = c.get(i);
                if (Pte.isSwap(e)) {
                    // What is not worth a frame is not worth a slot.
                    c.exchange(i, 0);
                    frames.swap().put(Pte.slot(e));
                }
                if (!Pte.present(e) || Pte.special(e)) {
                    continue;
                }
                int folio = frames.head(Pte.pfn(e));
                if (!frames.test(folio, FrameFlags.ANON)) {
                    continue;
                }
                int run = HugeAdvice.run(frames, c, i, limit);
                int pages = Math.max(1, run);
                if (run == 0 || run == HugeAdvice.pages(frames, e)) {
                    freePages(frames, c, i, pages, folio);
                }
                i += pages - 1;
            }
        }
        boolean failed = c.failed();
        c.close();
        return failed ? -Errno.ENOMEM : 0;
    }

    /**
     * A folio that the range covers whole. Others who map it keep their notes, so what they have written stays; but what was
     * noted of the folio itself may be theirs, and then it is no candidate.
     */
    private static void freePages(Frames frames, TableCursor c, int first, int pages, int folio) {
        if (frames.test(folio, FrameFlags.DIRTY)) {
            if (frames.mapCount(folio) != pages) {
                return;
            }
            frames.clear(folio, FrameFlags.DIRTY);
        }
        for (int i = first; i < first + pages; i++) {
            clearNotes(c, i, c.get(i));
        }
        frames.clear(folio, FrameFlags.REFERENCED);
        frames.set(folio, FrameFlags.LAZYFREE);
    }

    /**
     * MADV_COLD, and MADV_PAGEOUT where pages are given back at once: those of files that are clean, and private ones that
     * go to swap or that MADV_FREE has spared; only what nobody else maps. Without swap shared memory is unmapped, and what
     * of it was never stored to goes.
     */
    static long cold(TaskContext t, Vma vma, long start, long end, boolean pageOut) {
        if (vma.has(VM_LOCKED | VM_PFNMAP | VM_HUGETLB)) {
            return -Errno.EINVAL;
        }
        FileMapping file = pageOut ? vma.mapping() : null;
        if (file != null && file.isShmem() && t.kernel().frames().hasSwap()) {
            file = null; // Shared memory stays: it does not go to swap.
        }
        long[] unmapped = new long[Geometry.ENTRIES / Long.SIZE];
        PageList out = pageOut ? new PageList(t, Geometry.ENTRIES) : null;
        for (long at = start; at < end; ) {
            long stop = Math.min(end, (at & PMD_MASK) + PMD_SIZE);
            if (!coldTable(t, vma, at, stop, file != null ? unmapped : null, out)) {
                return -Errno.ENOMEM;
            }
            if (out != null) {
                out.swapOut();
            }
            if (file != null) {
                drop(t, vma, file, at & PMD_MASK, unmapped);
            }
            at = stop;
        }
        return 0;
    }

    /** One leaf table's worth. Entries that are cleared are noted in {@code unmapped}, by their place in the table. */
    private static boolean coldTable(
            TaskContext t, Vma vma, long start, long end, long @Nullable [] unmapped, @Nullable PageList out) {
        HugeAdvice.prepare(t, vma, start, end, out == null ? Pte.ACCESSED : 0, 0);
        Frames frames = t.kernel().frames();
        TableCursor c = t.cursor();
        c.open(vma.tables(), start, end, TableCursor.WRITE | TableCursor.HUGE | TableCursor.HUGE_PART);
        while (c.next()) {
            if (c.huge() && out != null && end - start == PMD_SIZE) {
                hugeOut(frames, c, out, unmapped != null);
            }
            for (int i = c.first(), limit = c.limit(); i < limit && !c.huge(); i++) {
                long e = c.get(i);
                if (!Pte.present(e) || Pte.special(e)) {
                    continue;
                }
                int run = HugeAdvice.run(frames, c, i, limit);
                if (run > 0) {
                    int folio = frames.head(Pte.pfn(e));
                    if (run == HugeAdvice.pages(frames, e) && frames.mapCount(folio) == run) {
                        frames.clear(folio, FrameFlags.REFERENCED);
                        if (out == null) {
                            cool(c, i, i + run);
                        } else if (frames.test(folio, FrameFlags.ANON)) {
                            out.add(folio);
                        } else if (unmapped != null) {
                            unmapRun(c, i, i + run);
                        }
                    }
                    i += run - 1;
                    continue;
                }
                if (FolioMaps.of(frames, Pte.pfn(e)) != 1) {
                    continue;
                }
                int pfn = Pte.pfn(e);
                if (out != null && frames.test(frames.head(pfn), FrameFlags.ANON) && goes(frames, pfn)) {
                    clear(c, i, e, Pte.ACCESSED);
                    out.add(pfn);
                } else if (unmapped != null && isUnmapped(frames, e, pfn)) {
                    if (unmap(c, i, e, pfn)) {
                        unmapped[i >>> 6] |= 1L << i;
                    }
                } else if (Pte.young(e)) {
                    clear(c, i, e, Pte.ACCESSED);
                }
            }
        }
        boolean done = !c.failed();
        c.close();
        return done;
    }

    /**
     * A folio that one huge entry maps goes to swap as a whole, if there is room for it; shared memory, which is not clean, is
     * only unmapped.
     */
    private static void hugeOut(Frames frames, TableCursor c, PageList out, boolean unmaps) {
        long e = c.get();
        int folio = Pte.pfn(e);
        if (!Pte.present(e) || !Pte.counted(e) || frames.mapCount(folio) != 1) {
            return;
        }
        if (frames.test(folio, FrameFlags.ANON)) {
            out.add(folio);
        } else if (unmaps && frames.test(folio, FrameFlags.SWAPBACKED)) {
            unmapRun(c, c.first(), c.limit());
        }
    }

    private static void unmapRun(TableCursor c, int from, int to) {
        for (int i = from; i < to; i++) {
            long e = c.get(i);
            while (Pte.present(e) && !unmap(c, i, e, Pte.pfn(e))) {
                e = c.get(i);
            }
        }
    }

    private static void cool(TableCursor c, int from, int to) {
        for (int i = from; i < to; i++) {
            clear(c, i, c.get(i), Pte.ACCESSED);
        }
    }

    /** Whether a file's page is unmapped: those on a disk if they are clean, shared memory always. */
    private static boolean isUnmapped(Frames frames, long e, int pfn) {
        return !frames.test(pfn, FrameFlags.ANON | FrameFlags.HEAD | FrameFlags.TAIL)
                && (frames.test(pfn, FrameFlags.SWAPBACKED) || !Pte.dirty(e) && !frames.test(pfn, FrameFlags.DIRTY));
    }

    private static boolean goes(Frames frames, int pfn) {
        boolean large = frames.test(pfn, FrameFlags.HEAD | FrameFlags.TAIL);
        return !large && (frames.hasSwap() || frames.test(pfn, FrameFlags.LAZYFREE));
    }

    /** Takes the noted pages, which are unmapped by now, out of the file's cache. */
    private static void drop(TaskContext t, Vma vma, FileMapping file, long table, long[] unmapped) {
        for (int w = 0; w < unmapped.length; w++) {
            for (long bits = unmapped[w]; bits != 0; bits &= bits - 1) {
                long i = (long) w * Long.SIZE + Long.numberOfTrailingZeros(bits);
                file.pageOut(t, vma.pageIndex(table + (i << PAGE_SHIFT)), 1);
            }
            unmapped[w] = 0;
        }
    }

    private static boolean unmap(TableCursor c, int i, long e, int pfn) {
        if (!c.cas(i, e, 0)) {
            return false;
        }
        c.flushLater(c.address(i));
        Zap.passOn(c, pfn, e);
        c.unmapLater(pfn);
        return true;
    }

    /** Takes what the CPU noted; that the page was stored to stays known to who tracks stores (pte_mkclean). */
    private static void clearNotes(TableCursor c, int i, long e) {
        long now = e;
        long notes = Pte.ACCESSED | Pte.DIRTY | Pte.SAVED_DIRTY;
        while (Pte.present(now) && (now & notes) != 0) {
            long kept = Pte.dirty(now) ? Pte.SOFT_DIRTY : 0;
            if (c.cas(i, now, now & ~notes | kept)) {
                c.flushLater(c.address(i));
                return;
            }
            now = c.get(i);
        }
    }

    private static void clear(TableCursor c, int i, long e, long bits) {
        long now = e;
        while (Pte.present(now) && (now & bits) != 0) {
            if (c.cas(i, now, now & ~bits)) {
                c.flushLater(c.address(i));
                return;
            }
            now = c.get(i);
        }
    }
}
