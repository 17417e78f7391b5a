package dev.pinfold.mm.fault;

import dev.pinfold.mm.file.FileMapping;
import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.space.TaskContext;
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
    static int map(TaskContext t, Vma vma, long page) {
        FileMapping mapping = vma.mappedFile().mapping();
        // Cut at the mapping's start the window keeps its length, so it may then end beyond the next multiple.
        long start = Math.max(vma.start(), Math.max(page & -WINDOW, page & Geometry.PMD_MASK));
        long end = Math.min(vma.end(), Math.min(start + WINDOW, (page & Geometry.PMD_MASK) + Geometry.PMD_SIZE));
        long pages = mapping.sizePages();
        TableCursor c = t.cursor();
        c.open(vma.tables(), start, end, TableCursor.ALLOC);
        boolean table = c.next();
        boolean there = false;
        if (table) {
            for (int i = c.first(), limit = c.limit(); i < limit; i++) {
                long a = c.address(i);
                if (Pte.none(c.get(i)) && vma.pageIndex(a) < pages) {
                    mapOne(t, vma, mapping, c, i);
                }
                there |= a == page && !Pte.none(c.get(i));
            }
        }
        c.close();
        if (there) {
            FaultKind.FILE_AROUND.count(t);
        }
        return !table ? Fault.OOM : there ? Fault.DONE : Fault.RETRY;
    }

    /** {@code next_uptodate_folio}: maps one page if it is cached, valid and not locked. Never waits for the lock. */
    private static void mapOne(TaskContext t, Vma vma, FileMapping mapping, TableCursor c, int i) {
        Frames frames = t.kernel().frames();
        long index = vma.pageIndex(c.address(i));
        int pfn = mapping.lookup(index, t.cpuId());
        if (pfn < 0) {
            return;
        }
        boolean mapped = false;
        if (frames.test(pfn, FrameFlags.UPTODATE) && !mapping.startsReadahead(pfn) && frames.tryLock(pfn, FOLIO)) {
            // Locked, it cannot leave the file before its entry stands and truncation finds it.
            if (Guard.FOLIO_STILL_IN_FILE.holds(mapping.owns(pfn, index)) && index < mapping.sizePages()) {
                frames.addMapCount(pfn, 1);
                c.set(i, FileFault.cachedEntry(vma, pfn) | Pte.ACCESSED);
                mapped = true;
            }
            frames.unlock(pfn);
        }
        if (!mapped) {
            frames.put(pfn, t.cpuId());
        }
    }
}
