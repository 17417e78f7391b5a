package dev.pinfold.mm.fault;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static dev.pinfold.mm.abi.Page.PMD_MASK;
import static dev.pinfold.mm.abi.Page.PMD_SIZE;

import dev.pinfold.mm.file.FileMapping;
import dev.pinfold.mm.frame.FolioMaps;
import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.huge.FileHuge;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.space.VmFault;
import dev.pinfold.mm.space.Vma;
import dev.pinfold.mm.sync.Guard;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.table.Geometry;
import dev.pinfold.mm.table.Pte;
import dev.pinfold.mm.table.TableCursor;

/**
 * Maps what a file has cached around a page that was read: {@code do_fault_around} and {@code filemap_map_pages}.
 *
 * <p>The window is the 64 KiB of addresses, aligned, that hold the page, cut to the mapping. Only pages that are valid
 * and that nobody has locked are mapped: under the table's lock nothing is waited for.
 */
final class FaultAround {
    private static final Site FOLIO = Site.lock("fault.around: folio lock so that the page stays in the file");
    private static final long WINDOW = 64L << 10;

    private FaultAround() {}

    /** DONE if the page itself is mapped now; RETRY if the file has to bring it; OOM. */
    static Outcome map(VmFault f) {
        TaskContext t = f.task();
        Vma vma = f.vma();
        long page = f.page();
        FileMapping mapping = vma.mappedFile().mapping();
        // Cut at the mapping's start the window keeps its length, so it may then end beyond the next multiple.
        long start = Math.max(vma.start(), Math.max(page & -WINDOW, page & PMD_MASK));
        long end = Math.min(vma.end(), Math.min(start + WINDOW, (page & PMD_MASK) + PMD_SIZE));
        long pages = mapping.sizePages();
        if (mapping.isShmem() && vma.tables().isNone(start, Geometry.PMD)) {
            int first = first(f, mapping, start, end);
            if (first < 0) {
                return Outcome.RETRY; // No table is made for nothing: there may be room for a huge entry.
            }
            boolean whole = FileHuge.map(f, mapping, first, false);
            mapping.unlockPut(first, t.cpuId());
            if (whole) {
                FaultKind.FILE_HUGE.count(t);
                return Outcome.DONE;
            }
        }
        TableCursor c = t.cursor();
        c.open(vma.tables(), start, end, TableCursor.ALLOC | TableCursor.HUGE_PART);
        boolean table = c.next();
        boolean there = false;
        if (table && c.huge()) {
            there = true; // Somebody else was faster.
        } else if (table) {
            for (int i = c.first(), limit = c.limit(); i < limit; i++) {
                long a = c.address(i);
                if (Pte.none(c.get(i)) && vma.pageIndex(a) < pages) {
                    mapOne(f, mapping, c, i);
                }
                there |= a == page && !Pte.none(c.get(i));
            }
        }
        c.close();
        if (there) {
            FaultKind.FILE_AROUND.count(t);
        }
        return !table ? Outcome.OOM : there ? Outcome.DONE : Outcome.RETRY;
    }

    /** The folio, locked, of the first page in the window that can be mapped ({@code filemap_map_pmd} tries that); or -1. */
    private static int first(VmFault f, FileMapping mapping, long start, long end) {
        Vma vma = f.vma();
        long after = Math.min(mapping.sizePages(), vma.pageIndex(end - PAGE_SIZE) + 1);
        for (long i = vma.pageIndex(start); i < after; i++) {
            int pfn = take(f.task(), mapping, i);
            if (pfn >= 0) {
                return f.frames().head(pfn);
            }
        }
        return -1;
    }

    /** {@code next_uptodate_folio}: a page if it is cached, valid and not locked; locked. Never waits for the lock. */
    private static int take(TaskContext t, FileMapping mapping, long index) {
        Frames frames = t.kernel().frames();
        int pfn = mapping.lookup(index, t.cpuId());
        if (pfn < 0) {
            return -1;
        }
        int folio = frames.head(pfn);
        if (frames.test(folio, FrameFlags.UPTODATE)
                && !mapping.startsReadahead(folio)
                && frames.tryLock(folio, FOLIO)) {
            // Locked, it cannot leave the file before its entry stands and truncation finds it.
            if (Guard.FOLIO_STILL_IN_FILE.holds(mapping.owns(pfn, index)) && index < mapping.sizePages()) {
                return pfn;
            }
            frames.unlock(folio);
        }
        frames.put(folio, t.cpuId());
        return -1;
    }

    /** {@code filemap_map_folio_range}: maps a page, and with it what is free of its folio, if that lies in the mapping. */
    private static void mapOne(VmFault f, FileMapping mapping, TableCursor c, int i) {
        Vma vma = f.vma();
        Frames frames = f.frames();
        int pfn = take(f.task(), mapping, vma.pageIndex(c.address(i)));
        if (pfn < 0) {
            return;
        }
        int folio = frames.head(pfn);
        int order = frames.order(folio);
        if (order == 0) {
            frames.addMapCount(pfn, 1); // Its reference becomes the entry's.
            c.set(i, FileFault.newEntry(vma, pfn, false));
            frames.unlock(pfn);
            return;
        }
        int from = i;
        int n = 1;
        if (HugeFileFault.inOneTable(vma, c.address(i - (pfn - folio)), order)) {
            from = i - (pfn - folio);
            n = 1 << order;
        }
        int first = pfn - (i - from);
        if (n > 1 && HugeFileFault.isEmpty(c, from, from + n)) {
            frames.addRefs(folio, n);
            FolioMaps.addAll(frames, folio, n);
            c.setRun(from, n, FileFault.newEntry(vma, folio, false));
        } else {
            for (int k = 0; k < n; k++) {
                if (Pte.none(c.get(from + k))) {
                    HugeFileFault.count(frames, first + k);
                    c.set(from + k, FileFault.newEntry(vma, first + k, false));
                }
            }
        }
        mapping.unlockPut(folio, f.cpu());
    }
}
