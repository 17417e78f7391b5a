package dev.pinfold.mm.fault;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;
import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static dev.pinfold.mm.abi.Page.PMD_MASK;
import static dev.pinfold.mm.abi.VmFlags.VM_SHARED;

import dev.pinfold.mm.device.DaxMapping;
import dev.pinfold.mm.file.FileMapping;
import dev.pinfold.mm.frame.FolioMaps;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.huge.FileHuge;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.space.VmFault;
import dev.pinfold.mm.space.Vma;
import dev.pinfold.mm.table.Pte;
import dev.pinfold.mm.table.TableCursor;

/**
 * Files' folios of several pages in faults: the part of {@code finish_fault}, {@code filemap_map_pages} and {@code wp_huge_pmd}
 * that is about them.
 */
final class HugeFileFault {
    private HugeFileFault() {}

    /**
     * Whether a store, or the wish to have a page alone, meets a huge entry of a file that lets nobody store: it goes, and then
     * the page is faulted in as if nothing had been there.
     */
    static boolean mustSplit(VmFault f) {
        long e = f.entry();
        Vma vma = f.vma();
        if (!Pte.huge(e) || !Pte.present(e) || Pte.writable(e) || vma.isAnonymous()) {
            return false;
        }
        // Of a device's file it becomes writable as it is.
        return f.unshare() && !vma.isShared()
                || f.write() && !(vma.has(VM_SHARED) && vma.mapping() instanceof DaxMapping);
    }

    /** Takes the huge entry away, and looks what is there now. */
    static void split(VmFault f) {
        TableCursor c = f.cursor();
        f.open(TableCursor.READ);
        c.close();
        f.look();
    }

    /**
     * Maps the folio of a locked page as a whole, where nothing is mapped: by a huge entry, or by an entry for each page in a
     * table that is there already.
     *
     * @return whether something was mapped; if not, the page has to be mapped alone
     */
    static boolean map(VmFault f, FileMapping mapping, int pfn, boolean write, FaultKind kind) {
        TaskContext t = f.task();
        Vma vma = f.vma();
        long page = f.page();
        Frames frames = f.frames();
        int folio = frames.head(pfn);
        int order = frames.order(folio);
        if (order == 0) {
            return false;
        }
        if (FileHuge.map(f, mapping, folio, write)) {
            FaultKind.FILE_HUGE.count(t);
            return true;
        }
        long start = page - ((long) (pfn - folio) << PAGE_SHIFT);
        if (!inOneTable(vma, start, order)) {
            return false;
        }
        TableCursor c = t.cursor();
        boolean table = f.open(TableCursor.ALLOC | TableCursor.HUGE_PART);
        int at = c.first() - (pfn - folio);
        boolean free = table && !c.huge() && isEmpty(c, at, at + (1 << order)) && !(write && mapping.tracksStores());
        if (free) {
            frames.addRefs(folio, 1 << order);
            FolioMaps.addAll(frames, folio, 1 << order);
            c.setRun(at, 1 << order, FileFault.newEntry(vma, folio, write));
            kind.count(t);
        }
        c.close();
        return free;
    }

    /** Whether entries {@code [from, to)} of the cursor's leaf table, whatever its range, are all empty. */
    static boolean isEmpty(TableCursor c, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!Pte.none(c.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether a folio that begins at an address lies in the mapping and under one leaf table ({@code folio_within_vma}). */
    static boolean inOneTable(Vma vma, long start, int order) {
        long end = start + (PAGE_SIZE << order);
        return start >= vma.start() && end <= vma.end() && (start & PMD_MASK) == (end - 1 & PMD_MASK);
    }

    /** Counts one more small entry that maps a page, and the reference that it is. */
    static void count(Frames frames, int pfn) {
        frames.get(frames.head(pfn));
        FolioMaps.add(frames, pfn, 1);
    }
}
