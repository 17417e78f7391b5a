package dev.pinfold.mm.huge;

import static dev.pinfold.mm.abi.Page.HPAGE_PMD_ORDER;
import static dev.pinfold.mm.abi.Page.PMD_MASK;

import dev.pinfold.mm.file.FileMapping;
import dev.pinfold.mm.frame.FolioMaps;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.space.PageProt;
import dev.pinfold.mm.space.VmFault;
import dev.pinfold.mm.space.Vma;
import dev.pinfold.mm.table.Geometry;
import dev.pinfold.mm.table.Pte;
import dev.pinfold.mm.table.TableCursor;

/** A huge folio of a file's cache, mapped by a huge entry: {@code do_set_pmd}. Nothing is set aside for it. */
public final class FileHuge {
    private FileHuge() {}

    /**
     * Maps a folio around the fault's page where neither a table nor an entry is.
     *
     * <p>Preconditions: the VMA's lock or the mmap lock is held; the cursor is closed; the folio is locked, valid and in the
     * file, the caller has a reference, and keeps it.
     *
     * @param write whether a store is to follow: the entry is writable and dirty then
     * @return false if it cannot be mapped as a whole here, or something is mapped already
     */
    public static boolean map(VmFault f, FileMapping mapping, int folio, boolean write) {
        Vma vma = f.vma();
        Frames frames = f.frames();
        long start = f.page() & PMD_MASK;
        if (frames.order(folio) != HPAGE_PMD_ORDER
                || !Eligibility.mapsHuge(vma, start)
                || !vma.tables().isNone(start, Geometry.PMD)) {
            return false;
        }
        TableCursor c = f.cursor();
        // A tracker of stores is told of single pages. It is asked for under the lock: one that begins to track goes
        // over the tables afterwards, and finds what was made writable before.
        boolean mine = c.openHuge(vma.tables(), start, Geometry.PMD)
                && Pte.none(c.get())
                && !(write && mapping.tracksStores());
        if (mine) {
            frames.get(folio);
            FolioMaps.add(frames, folio, 1, 1);
            long entry = Pte.of(folio, PageProt.of(vma) | Pte.HUGE | Pte.ACCESSED);
            c.set(write ? PageProt.mayWrite(vma, entry | Pte.DIRTY) : entry);
        }
        c.close();
        return mine;
    }
}
